"""Finding Chinese text: by words, by the initials of their pinyin. Knows nothing of the domain."""

"""What units are told of their assignments, by every way they can be reached; and the link that signs for one of them."""

"""Citizens: who asks. The only place with their names and numbers, sealed."""

"""The workers whom providers send to people's homes: taken on, known by their papers and their face, let go."""

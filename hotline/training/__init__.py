"""Training: courses for the people whom providers send, who came, who passed, and until when the certificate is good."""

"""Messages that leave the house: posted with the act they follow from, delivered by a job, kept until delivered."""

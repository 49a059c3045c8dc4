"""Papers: photos and letters that belong to a case, kept sealed beside the database."""

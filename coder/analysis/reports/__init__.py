"""Reports: each module asks a study and gives a document in neutral form."""

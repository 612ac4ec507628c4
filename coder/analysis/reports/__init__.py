"""Reports: each module turns a study into a document in neutral form."""

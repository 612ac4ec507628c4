"""What the method asks of a study: how far it is, what is missing, what became of a judgement."""

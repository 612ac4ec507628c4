"""What a researcher can do: one module a noun, one function a verb; each is one transaction."""

"""Word documents (ECMA-376) as their parts: package, styles, numbering, symbols, equations, body."""

"""Official files taken into tables: recognised, cleaned with reasons, traceable to the bytes of a file.

A file becomes a table in steps that read top to bottom in `importing.py`: bytes (unpacking), cells (reading), columns
of our own names (maps, recognise), values (cells), derived columns (hub, lca), declared corrections (corrections),
checks (schemas). `store.py` holds what came of it.
"""

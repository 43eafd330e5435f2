"""What is answered, as a document: the JSON form of an answer, the same for the command line, REST and files.

One module a subject. A maker takes what the engine found and gives plain values: a mapping (`..._document`), the rows
of a table (`..._rows`), or the record beside a file (`..._record`). It reads nothing, prints nothing and knows no flag
and no field. docs/formats.md names the keys; `formats.py` turns them into bytes.
"""

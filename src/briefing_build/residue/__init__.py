"""What is left of citations when a page or a chat is copied as plain words, as patterns of text.

`hosts` knows the form of host names, `runs` takes apart those that ran together, `sites` has the
names of well-known ones, `flattened` says which names, counts and tokens stand where a citation
was, and `characters` finds what cannot be seen. All are functions of strings: the checks report
what they find in a chapter, and a rescue makes citations of it.
"""

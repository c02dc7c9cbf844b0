"""Takes cards out to other programs and in from them: Anki, tables, Markdown, pages of HTML."""

"""From codings to levels, confidence and a report that cannot misquote."""

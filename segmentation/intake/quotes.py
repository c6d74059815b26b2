"""Quotes put right, line by line, so that a stray one cannot take in the lines that follow it."""

import re

# A quoted text of more lines than this is taken for a quote that nothing closes.
_LONGEST_TEXT = 1000
_QUOTES_TRIED = 8


def straighten(text: str, delimiter: str, width: int) -> str:
    """Write every line that is quoted in an odd way by the usual rules.

    A line whose quotes follow the rules stays. A quote left open at the end of a line is closed by a later line where
    that gives one record of the right width; else it is a character like any other, as in ``5" pipe``.

    Parameters
    ----------
    text : str
        The lines, with newlines for line ends.
    delimiter : str
        The character between two fields.
    width : int
        How many fields a line should have.

    Returns
    -------
    str
        The same lines in the same order. One that has no reading of this width becomes a single quoted field.
    """
    rules = _Rules(delimiter, width)
    lines = text.split("\n")
    straight = []
    position = 0
    while position < len(lines):
        line = lines[position]
        if '"' not in line or rules.regular.fullmatch(line):
            straight.append(line)
            position += 1
        elif end := rules.end_of_record(lines, position):
            straight.append(rules.written("\n".join(lines[position:end])))
            position = end
        else:
            straight.append(rules.written(line))
            position += 1
    return "\n".join(straight)


class _Rules:
    """The patterns of a delimiter: fields by the rules, and fields with quotes inside that are not doubled."""

    def __init__(self, delimiter, width):
        # Without backtracking, so that long lines and many empty fields cost no more than their length.
        mark, blank = re.escape(delimiter), "[ \t]*+" if delimiter != "\t" else " *+"
        plain = rf'[^"\n{mark}]*+'
        quoted = r'"[^"]*+(?:""[^"]*+)*+"'
        self.regular = re.compile(rf"(?:{quoted}|{plain})(?:{mark}(?:{quoted}|{plain}))*+")
        spaced = rf'(?>{blank}{quoted}{blank}(?={mark}|\Z)|{blank}(?!["\s]){plain}|{blank})'
        self.spaced = re.compile(rf"{spaced}(?:{mark}{spaced})*+")
        self.spaced_field = re.compile(rf"({spaced})(?:{mark}|\Z)")
        end = rf"(?:{mark}|\Z)"
        self.closing = re.compile(rf'"(?={blank}{end})')
        unquoted = rf"(?P<plain>[^{mark}\n]*){end}"
        self.plain_field = re.compile(unquoted)
        self.lenient_field = re.compile(rf'{blank}"(?P<quoted>(?:[^"\n]|"(?!{blank}{end}))*+)"{blank}{end}|{unquoted}')
        self.delimiter, self.width = delimiter, width

    def end_of_record(self, lines, start):
        """The line after a record of several lines that starts here, or None where there is none."""
        tried = 0
        for end in range(start + 1, min(start + _LONGEST_TEXT, len(lines))):
            if '"' in lines[end]:
                record = "\n".join(lines[start : end + 1])
                fields = self._fields(record)
                if fields and len(fields) == self.width:
                    # Two stray quotes far apart: all lines are records by themselves, those between them too.
                    is_stray = end > start + 1 and all(
                        len(self._lenient(line)) == self.width for line in lines[start : end + 1]
                    )
                    return None if is_stray else end + 1
                tried += 1
                if tried == _QUOTES_TRIED:
                    return None
        return None

    def written(self, record):
        """A record by the usual rules; as one field where it cannot be read."""
        fields = self._fields(record)
        for reading in (self._lenient, lambda line: line.split(self.delimiter)):
            if fields is None or len(fields) != self.width:
                fields = reading(record)
        if len(fields) != self.width:
            fields = [record]
        return self.delimiter.join(_quoted(field) for field in fields)

    def _fields(self, record):
        """The fields of a record that follows the rules but for blanks around its quotes, else None."""
        if not self.spaced.fullmatch(record):
            return None
        fields, position = [], 0
        while True:
            match = self.spaced_field.match(record, position)
            field = match[1].strip()
            fields.append(field[1:-1].replace('""', '"') if field.startswith('"') else field)
            if match.end() == len(record) and not match[0].endswith(self.delimiter):
                return fields
            position = match.end()

    def _lenient(self, line):
        fields, position = [], 0
        # Behind the last quote that could close one, none is looked for: a line costs no more than its length.
        last = max((each.start() for each in self.closing.finditer(line)), default=-1)
        while True:
            found = (self.lenient_field if position < last else self.plain_field).match(line, position)
            quoted = found.groupdict().get("quoted")
            fields.append(found["plain"] if quoted is None else quoted.replace('\\"', '"').replace('""', '"'))
            if found.end() == len(line) and not (found[0].endswith(self.delimiter)):
                return fields
            position = found.end()


def _quoted(field):
    return '"' + field.replace('"', '""') + '"'

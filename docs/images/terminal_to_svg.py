"""Draws text with ANSI colours, as `tmux capture-pane -e -p` gives it, as an SVG picture. Standard input to standard output."""
import re
import sys
from html import escape

CELL_WIDTH, LINE_HEIGHT, MARGIN = 8.43, 18, 16
BACKGROUND, FOREGROUND = "#1e1e1e", "#d4d4d4"
COLOURS = ["#3b3b3b", "#f14c4c", "#23d18b", "#e5e510", "#3b8eea", "#d670d6", "#29b8db", "#e5e5e5"]
CODE = re.compile(r"\x1b\[([0-9;]*)m")


def palette(index):
    """One of the 256 colours of a terminal."""
    if index < 16:
        return COLOURS[index % 8]
    if index > 231:
        return "#" + f"{8 + 10 * (index - 232):02x}" * 3
    levels = [0, 95, 135, 175, 215, 255]
    index -= 16
    return "#" + "".join(f"{levels[part]:02x}" for part in (index // 36, index // 6 % 6, index % 6))


def styled(numbers, colour, bold):
    """The colour and weight after a sequence of codes."""
    numbers = list(numbers)
    while numbers:
        code = numbers.pop(0)
        if code == 0:
            colour, bold = FOREGROUND, False
        elif code == 1:
            bold = True
        elif code == 22:
            bold = False
        elif code == 39:
            colour = FOREGROUND
        elif 30 <= code <= 37 or 90 <= code <= 97:
            colour = COLOURS[code % 10]
        elif code in (38, 48) and numbers:
            kind = numbers.pop(0)
            values = [numbers.pop(0) for _ in range(1 if kind == 5 else 3)]
            if code == 38:
                colour = palette(values[0]) if kind == 5 else "#{:02x}{:02x}{:02x}".format(*values)
    return colour, bold


def runs(line, colour, bold):
    """The pieces of a line with one style each, and the style at its end."""
    pieces, column = [], 0
    for i, part in enumerate(CODE.split(line)):
        if i % 2 == 1:
            colour, bold = styled([int(number or 0) for number in part.split(";")], colour, bold)
        elif part:
            pieces.append((column, part, colour, bold))
            column += len(part)
    return pieces, colour, bold


lines = sys.stdin.read().split("\n")
while lines and CODE.sub("", lines[-1]).strip() in ("", "$"):
    lines.pop()
columns = max(len(CODE.sub("", line).rstrip()) for line in lines)
width, height = columns * CELL_WIDTH + 2 * MARGIN, len(lines) * LINE_HEIGHT + 2 * MARGIN
print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" height="{height}" role="img">')
print(f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>')
print('<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">')
colour, bold = FOREGROUND, False
for row, line in enumerate(lines):
    pieces, colour, bold = runs(line, colour, bold)
    for column, text, fill, heavy in pieces:
        if not text.strip():
            continue
        x, y = MARGIN + column * CELL_WIDTH, MARGIN + (row + 0.75) * LINE_HEIGHT
        weight = ' font-weight="bold"' if heavy else ""
        # The length keeps columns aligned whatever font the reader has.
        print(f'<text x="{x:.1f}" y="{y:.1f}" textLength="{len(text) * CELL_WIDTH:.1f}" lengthAdjust="spacingAndGlyphs" fill="{fill}"{weight}>{escape(text)}</text>')
print("</g>\n</svg>")

"""The table that a run prints."""

COLUMNS = [
    ("QPS at .95", "qps_at_95", "{:,.0f}"),
    ("at .99", "qps_at_99", "{:,.0f}"),
    ("MB open", "mb_after_open", "{:,.0f}"),
    ("codes, graph", "mb_after_graph", "{:,.0f}"),
    ("after queries", "mb_after_queries", "{:,.0f}"),
    ("first answer ms", "first_answer_ms", "{:,.1f}"),
]


def number(value, form):
    return "-" if value is None else form.format(value)


def lines_up(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.rjust(width) if place else cell.ljust(width) for place, (cell, width) in enumerate(zip(row, widths))))


def ratio(figures, column):
    """vocation's figure over the best peer's."""
    peers = [mine[column] for name, mine in figures.items() if name != "vocation" and mine[column]]
    own = figures.get("vocation", {}).get(column)
    return f"{own / max(peers):.2f}x" if own and peers else "-"


def show(data, entries, figures):
    print(f"\n{data}: {entries:,} entries, k = 10, M = 16, efConstruction = 200, one thread, best of the rounds\n")
    rows = [["", *(title for title, _, _ in COLUMNS), "build CPU s", "file MB"]]
    for name, mine in figures.items():
        size = mine["build"].get("file_bytes")
        rows.append([name, *(number(mine[column], form) for _, column, form in COLUMNS)])
        rows[-1] += [number(mine["build"]["cpu_s"], "{:,.1f}"), number(size and size / 2**20, "{:,.0f}")]
    if "vocation" in figures:
        rows.append(["vocation / best peer", ratio(figures, "qps_at_95"), ratio(figures, "qps_at_99"), *[""] * 6])
    lines_up(rows)
    show_efs(figures)
    show_filters(figures)


def show_efs(figures):
    print("\nrecall @ QPS by ef")
    for name, mine in figures.items():
        print(f"{name}: " + "  ".join(f"{line['ef']}: {line['recall']:.4f} @ {line['qps']:,.0f}" for line in mine["search"]))


def show_filters(figures):
    """QPS at recall .99; where it was not reached, the QPS of the best recall, which stands beside it."""
    names = [name for name in figures if figures[name]["filters"]]
    if not names:
        return
    rows = [["filter, % that pass", *(word for name in names for word in [f"{name} QPS at .99", "recall"])]]
    rows[0] += ["ratio"] if len(names) == 2 else []
    kinds = sorted({key for name in names for key in figures[name]["filters"]}, key=order)
    for key in kinds:
        found = [figures[name]["filters"].get(key, {}) for name in names]
        row = [key]
        for mine in found:
            row += [number(mine.get("qps"), "{:,.0f}"), number(mine.get("recall"), "{:.4f}")]
        if len(names) == 2:
            both = [mine.get("qps") for mine in found]
            row.append(f"{both[1] / both[0]:.1f}x" if all(both) else "-")
        rows.append(row)
    print()
    lines_up(rows)


def order(key):
    kind, percent = key.split()
    return ["random", "near", "far"].index(kind), float(percent)

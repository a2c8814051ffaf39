"""Time and memory of `firstyear count` beside those of other programs on the same file.

Births are made up by `firstyear simulate births`, eight columns in one Parquet file. Each
program counts them by year, area, class of the household and tenth of deprivation, with four
numerators, adds up every table with fewer splits, and writes all of them as Parquet. See
README.md.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import time

SQL_CELLS = """
SELECT date_part('year', born) AS year, area, ns_sec_household AS class,
  imd_2019_decile AS tenth, count(*) AS births,
  sum(CASE WHEN weeks >= 24 THEN 1 ELSE 0 END) AS from_24_weeks,
  sum(CASE WHEN born_dead THEN 1 ELSE 0 END) AS stillbirths,
  sum(CASE WHEN weeks BETWEEN 24 AND 36 THEN 1 ELSE 0 END) AS preterm,
  sum(CASE WHEN birth_weight_grams < 2500 THEN 1 ELSE 0 END) AS low_weight,
  sum(CASE WHEN birth_weight_grams < 1500 THEN 1 ELSE 0 END) AS very_low_weight
FROM births GROUP BY 1, 2, 3, 4
"""
SUMS = ["births", "from_24_weeks", "stillbirths", "preterm", "low_weight", "very_low_weight"]
# Every table besides the cells: areas one by one and together.
TABLES = [
    [*area, *splits]
    for area in (["year", "area"], ["year"])
    for splits in (["class", "tenth"], ["class"], ["tenth"], [])
][1:]
INDICATORS = {
    "stillbirth-rate": ("stillbirths", "births"),
    "preterm-births": ("preterm", "from_24_weeks"),
    "low-birth-weight": ("low_weight", "births"),
    "very-low-birth-weight": ("very_low_weight", "births"),
}


def sql_of(table):
    names = ", ".join(table)
    sums = ", ".join(f"sum({name}) AS {name}" for name in SUMS)
    return f"SELECT {names}, {sums} FROM cells GROUP BY {names}"


def by_datafusion(file, out, threads):
    import datafusion
    import pyarrow.parquet

    config = datafusion.SessionConfig().with_target_partitions(threads)
    context = datafusion.SessionContext(config)
    started, begin = time.process_time(), time.perf_counter()
    context.register_parquet("births", file)
    cells = context.sql(SQL_CELLS).to_arrow_table()
    context.from_arrow(cells, "cells")
    pyarrow.parquet.write_table(cells, out / "cells.parquet")
    for table in TABLES:
        rows = context.sql(sql_of(table)).to_arrow_table()
        pyarrow.parquet.write_table(rows, out / f"{'-'.join(table)}.parquet")
    return started, time.perf_counter() - begin


def by_duckdb(file, out, threads):
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    started, begin = time.process_time(), time.perf_counter()
    connection.execute(f"CREATE VIEW births AS SELECT * FROM read_parquet('{file}')")
    connection.execute(f"CREATE TABLE cells AS {SQL_CELLS}")
    connection.execute(f"COPY cells TO '{out / 'cells.parquet'}'")
    for table in TABLES:
        name = out / f"{'-'.join(table)}.parquet"
        connection.execute(f"COPY ({sql_of(table)}) TO '{name}'")
    return started, time.perf_counter() - begin


def by_polars(file, out, threads):
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    import polars
    from polars import col

    started, begin = time.process_time(), time.perf_counter()
    cells = (
        polars.scan_parquet(file)
        .group_by(
            col("born").dt.year().alias("year"),
            "area",
            col("ns_sec_household").alias("class"),
            col("imd_2019_decile").alias("tenth"),
        )
        .agg(
            polars.len().cast(polars.Int64).alias("births"),
            (col("weeks") >= 24).sum().cast(polars.Int64).alias("from_24_weeks"),
            col("born_dead").sum().cast(polars.Int64).alias("stillbirths"),
            col("weeks").is_between(24, 36).sum().cast(polars.Int64).alias("preterm"),
            (col("birth_weight_grams") < 2500).sum().cast(polars.Int64).alias("low_weight"),
            (col("birth_weight_grams") < 1500).sum().cast(polars.Int64).alias("very_low_weight"),
        )
        .collect(engine="streaming")
    )
    cells.write_parquet(out / "cells.parquet")
    for table in TABLES:
        rows = cells.group_by(table).agg(col(SUMS).sum())
        rows.write_parquet(out / f"{'-'.join(table)}.parquet")
    return started, time.perf_counter() - begin


OTHERS = {"DataFusion SQL": by_datafusion, "DuckDB": by_duckdb, "Polars": by_polars}


def plan(births):
    """Births of ten years in 350 areas, by class and tenth: made up, and even."""
    classes = ["1-1", "1-2", "2", "3", "4", "5", "6", "7", "8"]
    category = lambda name: {"id": name, "share": 1.0, "risk": 1.0}
    week = lambda weeks, share, weight: {
        "weeks": weeks, "share": share, "risk": 1.0, "weight": weight, "deviation": 0.14 * weight,
    }
    return {
        "schema_version": 1,
        "seed": 7,
        "births": births,
        "first_year": 2010,
        "years": 10,
        "infant_deaths": 3.6,
        "neonatal": 0.7,
        "stillbirths": 4.0,
        "unlinked": 0.02,
        "area": [{"code": f"E0699{n:04}", "share": 1.0, "risk": 1.0} for n in range(1, 351)],
        "split": [
            {"id": "ns-sec-household", "missing": 0.08, "missing_as": "not-classified",
             "category": [category(name) for name in classes]},
            {"id": "imd-2019-decile", "missing": 0.01,
             "category": [category(str(tenth)) for tenth in range(1, 11)]},
        ],
        "gestation": [
            week(23, 0.2, 550.0), week(28, 0.8, 1100.0), week(33, 2.0, 2050.0),
            week(35, 3.0, 2550.0), week(37, 9.0, 2950.0), week(38, 20.0, 3200.0),
            week(39, 27.0, 3380.0), week(40, 25.0, 3520.0), week(41, 13.0, 3650.0),
        ],
    }


def specification():
    classes = ["1-1", "1-2", "2", "3", "4", "5", "6", "7", "8"]
    ns_sec, imd = "ns-sec-household", "imd-2019-decile"
    return {
        "schema_version": 1,
        "source": "synthetic-births",
        "title": "Synthetic births: nobody was born",
        "basis": "cohort",
        "births": {
            "files": ["births.parquet"],
            "fields": {
                "birth_date": "born",
                "gestation_weeks": "weeks",
                "birth_weight": "birth_weight_grams",
                "stillborn": "born_dead",
            },
        },
        "period": {"unit": "calendar-year", "first": "2010", "last": "2019"},
        "area": {"from": "area", "total": "E92000001"},
        "dimension": [
            {"id": ns_sec, "from": "ns_sec_household", "missing": "not-classified",
             "recode": {name: name for name in classes}},
            {"id": imd, "from": "imd_2019_decile",
             "recode": {str(tenth): str(tenth) for tenth in range(1, 11)}},
        ],
        "indicator": [{"id": name} for name in INDICATORS],
        "tables": [[], [ns_sec], [imd], [ns_sec, imd]],
    }


def made(program, folder, births):
    """The folder of so many births, made where it is not there yet."""
    data = folder / f"births-{births}"
    if not (data / "count.json").exists():
        data.mkdir(parents=True, exist_ok=True)
        (data / "asked.json").write_text(json.dumps(plan(births)))
        subprocess.run(
            [program, "simulate", "births", "--plan", data / "asked.json", "--format", "parquet",
             "--out", data],
            check=True, stderr=subprocess.DEVNULL,
        )
        (data / "count.json").write_text(json.dumps(specification()))
    return data


def measured(command):
    """Seconds by the clock and of all cores, and peak MiB, of a child; and what it printed."""
    begin = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    printed = child.stdout.read()
    complaint = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command[0]} failed: {complaint}")
    seconds = time.perf_counter() - begin
    return (seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), printed


def best(runs, run):
    """The least time of some runs, and the most memory."""
    clock, cores, memory = zip(*(run() for _ in range(runs)))
    return min(clock), min(cores), max(memory)


def counted(program, data, threads, runs):
    command = [program, "count", data / "count.json", "--out", data / "counts.parquet",
               "--threads", str(threads)]
    return best(runs, lambda: measured(command)[0])


def counted_by(name, data, threads, runs):
    out = data / name.split()[0].lower()
    out.mkdir(exist_ok=True)
    command = [sys.executable, __file__, "--child", name, "--data", data, "--threads", str(threads)]

    def run():
        # What a program took from its first look at the file: without its own start.
        (_, _, memory), printed = measured(command)
        clock, cores = map(float, printed.split())
        return clock, cores, memory

    return best(runs, run)


def compare(data, name):
    """Ends with an error where a program counted otherwise by year and area."""
    import pyarrow.compute
    import pyarrow.parquet

    rows = pyarrow.parquet.read_table(data / name.split()[0].lower() / "year-area.parquet")
    others = {}
    for row in rows.to_pylist():
        for indicator, (events, at_risk) in INDICATORS.items():
            key = (indicator, row["area"], str(int(row["year"])))
            others[key] = (row[events], row[at_risk])
    own = {}
    columns = ["indicator", "area", "period", "groups", "numerator", "denominator"]
    table = pyarrow.parquet.read_table(data / "counts.parquet", columns=columns)
    for row in table.filter(pyarrow.compute.field("groups").is_null()).to_pylist():
        if row["area"] != "E92000001":
            key = (row["indicator"], row["area"], row["period"])
            own[key] = (row["numerator"], row["denominator"])
    if own != others:
        sys.exit(f"{name} and firstyear give other counts")


def main():
    own = argparse.ArgumentParser(description=__doc__)
    own.add_argument("--program", default="target/release/firstyear", help="firstyear itself")
    own.add_argument("--data", type=pathlib.Path, default=pathlib.Path("target/bench-births"))
    own.add_argument("--births", type=int, default=50_000_000, help="beside other programs")
    own.add_argument("--growth", type=int, nargs="*", help="numbers of births for growth",
                     default=[1_000_000, 10_000_000, 50_000_000, 100_000_000])
    own.add_argument("--threads", type=int, default=os.cpu_count())
    own.add_argument("--runs", type=int, default=3, help="of which the quickest is told")
    own.add_argument("--child", choices=OTHERS, help=argparse.SUPPRESS)
    own.add_argument("--compare", choices=OTHERS, help=argparse.SUPPRESS)
    asked = own.parse_args()
    if asked.compare:
        compare(asked.data, asked.compare)
        return
    if asked.child:
        out = asked.data / asked.child.split()[0].lower()
        # Libraries are loaded before the time that is told begins.
        used = time.process_time
        started, seconds = OTHERS[asked.child](
            str(asked.data / "births.parquet"), out, asked.threads)
        print(seconds, used() - started)
        return

    data = made(asked.program, asked.data, asked.births)
    size = (data / "births.parquet").stat().st_size / 2**20
    print(f"{asked.births:,} births, {size:.0f} MiB, {asked.threads} threads, best of {asked.runs}",
          flush=True)
    clock, cores, memory = counted(asked.program, data, asked.threads, asked.runs)
    print(f"{'':<16} {'clock':>9} {'cores':>9} {'memory':>11}")
    print(f"{'firstyear count':<16} {clock:7.2f} s {cores:7.2f} s {memory:7.0f} MiB")
    quickest = []
    for name in OTHERS:
        other = counted_by(name, data, asked.threads, asked.runs)
        # By itself: memory that is told of a child is at least that of its parent.
        command = [sys.executable, __file__, "--compare", name, "--data", data]
        subprocess.run(command, check=True)
        print(f"{name:<16} {other[0]:7.2f} s {other[1]:7.2f} s {other[2]:7.0f} MiB   firstyear "
              f"takes {clock / other[0]:.2f} of the clock, {cores / other[1]:.2f} of the cores")
        quickest.append(other[:2])
    clocks, all_cores = zip(*quickest)
    print(f"firstyear takes {clock / min(clocks):.2f} of the time of the quickest other, "
          f"{cores / min(all_cores):.2f} of what its cores did")
    print("growth:")
    for births in asked.growth:
        data = made(asked.program, asked.data, births)
        clock, cores, memory = counted(asked.program, data, asked.threads, asked.runs)
        print(f"{births:>15,} births {clock:7.2f} s {cores:7.2f} s {memory:7.0f} MiB "
              f"{1e9 * cores / births:7.1f} ns a birth")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""pm4py_peer.py FILE [read]        the peer of `trellis-bench logs`; with "read" only the first stage

Reads a CSV with the header case,activity,resource,group,time (ISO 8601 with zone) and runs the stages that
bench/Trellis.Bench/LogStages.cs runs: read, flow, handover. One JSON object goes to standard output, times in
seconds; cpu is user and system time of this process. PM4Py 2.7 must be importable (PYTHONPATH or installed);
it is not part of this repository. Times are parsed by numpy in one sweep, which is much faster than
pandas.to_datetime on texts with an offset, so the peer is measured at its best.
"""
import json, os, re, resource, sys, time, warnings

os.environ.setdefault("PM4PY_SHOW_PROGRESS_BAR", "False")
warnings.filterwarnings("ignore")

import numpy as np
import pandas as pd
import pm4py

ZONE = re.compile(r"(?:\.(\d{1,9}))?(?:(Z)|([+-])(\d\d):?(\d\d))$")
NAMES = {"case": str, "activity": "category", "resource": str, "group": "category", "time": str}
# On pandas 2 PM4Py would try its format on every text column; an explicit one fits the times only.
FORMAT = None if int(pd.__version__.split(".")[0]) < 2 else "%Y-%m-%dT%H:%M:%S%z"


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measured(work):
    began_cpu, began = cpu(), time.perf_counter()
    result = work()
    return result, {"cpu": round(cpu() - began_cpu, 4), "wall": round(time.perf_counter() - began, 4)}


def times(column):
    texts = column.tolist()
    shift = {}
    for tail in {text[19:] for text in texts}:
        found = ZONE.match(tail)
        ns = int((found.group(1) or "0").ljust(9, "0"))
        if found.group(3):
            offset = int(found.group(4)) * 3600 + int(found.group(5)) * 60
            ns -= (offset if found.group(3) == "+" else -offset) * 1_000_000_000
        shift[tail] = ns
    base = np.array([text[:19] for text in texts], dtype="datetime64[s]").astype("datetime64[ns]")
    if len(shift) == 1:
        add = np.timedelta64(next(iter(shift.values())), "ns")
    else:
        add = np.fromiter((shift[text[19:]] for text in texts), dtype=np.int64, count=len(texts)).astype("timedelta64[ns]")
    return pd.Series(base + add, index=column.index).dt.tz_localize("UTC")


def prepared(frame):
    return pm4py.format_dataframe(frame.rename(columns={"resource": "org:resource", "group": "org:group"}),
                                  case_id="case", activity_key="activity", timestamp_key="time", timest_format=FORMAT)


def read(path):
    frame = pd.read_csv(path, dtype=NAMES)
    frame["time"] = times(frame["time"])
    return prepared(frame)


def flow(log):
    pm4py.discover_dfg(log)
    pm4py.discover_performance_dfg(log)      # mean and median in one call
    pm4py.get_variants(log)
    pm4py.get_start_activities(log)
    pm4py.get_end_activities(log)
    pm4py.get_all_case_durations(log)
    pm4py.get_rework_cases_per_activity(log)


def ping_pong(log):
    """A-B-A, vectorised; PM4Py has none of its own."""
    case = log["@@case_index"].to_numpy()
    holder, _ = pd.factorize(log["org:resource"])
    begins = np.empty(len(holder), dtype=bool)
    begins[0] = True
    begins[1:] = (holder[1:] != holder[:-1]) | (case[1:] != case[:-1])
    case, holder = case[begins], holder[begins]
    hit = (holder[:-2] == holder[2:]) & (case[:-2] == case[2:])
    return int(hit.sum()), int(np.unique(case[:-2][hit]).size)


def handover(log):
    named = log.dropna(subset=["org:resource"])
    pm4py.discover_handover_of_work_network(named)
    ping_pong(named)


def warm_up():
    frame = pd.DataFrame({"case": ["a"] * 5 + ["b"] * 5, "activity": list("xyxyzxyzzx"), "resource": list("pqpqrpqrpp"),
                          "group": list("ggggghhhhh"), "time": pd.to_datetime(np.arange(10) * 10**9, utc=True)})
    log = prepared(frame)
    flow(log)
    handover(log)


def peak_mebibytes():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 1024


warm_up()
log, took_read = measured(lambda: read(sys.argv[1]))
stages = {"read": took_read}
if sys.argv[2:] != ["read"]:
    _, stages["flow"] = measured(lambda: flow(log))
    _, stages["handover"] = measured(lambda: handover(log))
print(json.dumps({"version": f"PM4Py {pm4py.__version__}, pandas {pd.__version__}", "events": len(log), "peakRssMiB": round(peak_mebibytes(), 1),
                  "stages": stages}))

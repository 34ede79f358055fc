"""`python pandas_read.py FILE`: how long pandas takes to read a CSV, without ledger, check or profile."""
import json
import sys
import time

import pandas as pd

start = time.perf_counter()
pd.read_csv(sys.argv[1])
print(json.dumps(dict(version=f"pandas {pd.__version__}", seconds=time.perf_counter() - start)))

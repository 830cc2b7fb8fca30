"""How far the findings are right: three yardsticks, one file each (`python -m bench.accuracy`)."""

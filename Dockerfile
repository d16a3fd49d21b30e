# Rundskriv in a container: the pinned Node comes with the packages; the base only brings some npm to fetch it with.
FROM node:26-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --home-dir /app rundskriv
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY bin bin
COPY config config
COPY templates templates
COPY src src
COPY workers workers
USER rundskriv
ENV PORTAL_HOST=0.0.0.0
EXPOSE 8080
ENTRYPOINT ["bin/rundskriv"]
CMD ["start"]

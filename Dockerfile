# Three images from one file: `server` (a replica), `emitter`, and `nginx` with the web client in it.
# None of them holds a secret; all of them run as a user without privileges.

FROM node:24-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json ./
COPY protocol/package.json protocol/
COPY tracing/package.json tracing/
COPY store/package.json store/
COPY server/package.json server/
COPY emitter/package.json emitter/
COPY emitter/bin emitter/bin
COPY client/package.json client/
COPY web/package.json web/
COPY stack/package.json stack/
COPY e2e/package.json e2e/
COPY verify/package.json verify/
COPY bench/package.json bench/
COPY deploy/package.json deploy/
COPY load/package.json load/

FROM manifests AS server-packages
RUN npm ci --ignore-scripts --omit=dev --workspace=@hubbub/protocol --workspace=@hubbub/tracing --workspace=@hubbub/store --workspace=@hubbub/server

FROM manifests AS emitter-packages
RUN npm ci --ignore-scripts --omit=dev --workspace=@hubbub/protocol --workspace=@hubbub/tracing --workspace=@hubbub/store --workspace=@hubbub/emitter

# The volume of secrets takes the owner of this folder when it is made.
FROM node:24-slim AS runtime
ENV NODE_ENV=production SECRETS_DIR=/var/lib/hubbub/secrets
RUN install -d -m 700 -o node -g node /var/lib/hubbub/secrets
WORKDIR /app

FROM runtime AS server
COPY --from=server-packages /app ./
COPY protocol/src protocol/src
COPY tracing/src tracing/src
COPY store/src store/src
COPY server/src server/src
USER node
EXPOSE 3000 3001
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3001/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "server/src/main.ts"]

FROM runtime AS emitter
ENV EMITTER_HOST=0.0.0.0 PATH=/app/node_modules/.bin:$PATH
COPY --from=emitter-packages /app ./
COPY protocol/src protocol/src
COPY tracing/src tracing/src
COPY store/src store/src
COPY emitter/src emitter/src
USER node
EXPOSE 8081
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8081/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "emitter/src/service/main.ts"]

FROM manifests AS web
RUN npm ci --ignore-scripts --workspace=@hubbub/web --workspace=@hubbub/client --workspace=@hubbub/protocol
COPY tsconfig.json tsconfig.browser.json ./
COPY protocol/src protocol/src
COPY client/src client/src
COPY web web
RUN npm run build --workspace=@hubbub/web

FROM nginx:1.30-alpine AS nginx
COPY nginx/container.conf /etc/nginx/nginx.conf
COPY nginx/shared /etc/nginx/shared
COPY nginx/balance /etc/nginx/balance
COPY nginx/templates /etc/nginx/templates
COPY --from=web /app/web/dist /usr/share/nginx/html
# The entrypoint of the image fills in the templates, then starts nginx. Names are asked of whom /etc/resolv.conf names.
ENV BALANCE=round_robin SOCKET_REPLICAS=server:3000 API_REPLICAS=server:3001 WORKERS=auto
ENV NGINX_ENVSUBST_OUTPUT_DIR=/tmp NGINX_ENTRYPOINT_LOCAL_RESOLVERS=1
# Docker's own, for an entrypoint that does not look there.
ENV NGINX_LOCAL_RESOLVERS=127.0.0.11
USER nginx
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s --retries=3 \
  CMD ["sh", "-c", "curl -fsS -o /dev/null http://127.0.0.1:8080/ || wget -q -O /dev/null http://127.0.0.1:8080/"]
STOPSIGNAL SIGQUIT

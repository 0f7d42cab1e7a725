# One image for all apps; the command says which: node dist/apps/<app>/src/main.js
#
# Nothing that is installed or built is of one kind of processor, so the building is done on that of
# the machine, whatever the image is for. A test sees to it that no package changes that.
FROM --platform=$BUILDPLATFORM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY apps/console/package.json apps/console/
RUN npm ci --omit=dev --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY apps apps
COPY libs libs
COPY schemas schemas
COPY migrations migrations
COPY scripts scripts
# What only the build needs is optional, or the console's own.
RUN npm run build && npm run sbom && npm prune --omit=dev --omit=optional --workspaces=false --no-audit --no-fund

FROM node:22-slim
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
EXPOSE 3000 3001
# Of a service: with HEALTH_PORT.
HEALTHCHECK --interval=10s --timeout=5s --retries=6 --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.HEALTH_PORT || process.env.PORT || 3000) + '/health/live').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node is the first process: signals reach it, and it drains on SIGTERM.
# A young generation that holds what is in flight: half the pauses (benchmarks/README.md).
CMD ["node", "--max-semi-space-size=64", "dist/apps/conductor/src/main.js"]

/** The directions of import between the rooms; README.md has the picture. */
const { workspaces: rooms } = require("./package.json");

/** `from` may import these rooms, itself and packages; every other room is forbidden. */
const only = (from, allowed, comment) => ({
  name: `${from}-imports-only-${allowed.join("-") || "itself"}`,
  comment,
  severity: "error",
  from: { path: `^${from}/` },
  to: { path: rooms.filter(room => room !== from && !allowed.includes(room)).map(room => `^${room}/`) },
});

const never = (name, from, to, comment) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    never("no-cycles", {}, { circular: true }, "Data flows one way."),
    never(
      "no-orphans",
      {
        orphan: true,
        pathNot: ["^verify/faults/", "\\.test\\.tsx?$", "\\.config\\.ts$", "\\.d\\.ts$", "\\.spec\\.ts$"],
      },
      {},
      "Dead code.",
    ),
    never("resolvable", {}, { couldNotResolve: true, pathNot: "^virtual:" }, "Every import leads somewhere."),
    only("protocol", [], "What travels depends on nothing."),
    only("tracing", ["protocol"], "Steps of any process; it knows none of them."),
    only("store", ["protocol", "stack"], "The only room that knows Redis."),
    only("server", ["protocol", "store", "tracing", "stack"], "A replica."),
    only("emitter", ["protocol", "store", "tracing", "stack"], "Jobs never need a replica's code."),
    only("client", ["protocol", "stack"], "Framework-free."),
    only("web", ["client", "protocol"], "A view over the client core."),
    only("stack", ["protocol"], "Real processes, known by their commands and URLs."),
    only("e2e", ["client", "protocol", "stack"], "Sees what a user sees."),
    only("bench", ["client", "emitter", "protocol", "stack"], "Knows URLs, what others install, and process ids."),
    only("deploy", ["client", "protocol", "stack"], "Descriptions, and their proof against what they describe."),
    only("load", ["client", "protocol", "stack"], "Simulated users, who know a URL."),
    only("verify", ["client", "protocol", "stack", "store"], "Sees what clients see, and breaks what they stand on."),
    never(
      "only-planted-faults-know-the-product",
      { path: "^verify/", pathNot: "^verify/faults/" },
      { path: "^store/" },
      "A judge that knew how the product works would make its mistakes.",
    ),
    never(
      "stack-is-for-tests",
      { path: "^(store|server|emitter|client)/src/", pathNot: "\\.test\\.ts$" },
      { path: "^stack/" },
      "The product does not know how it is started.",
    ),
    never(
      "domain-is-pure",
      { path: "^server/src/domain/", pathNot: "\\.test\\.ts$" },
      { pathNot: ["^server/src/domain/", "^protocol/"] },
      "Rules know the protocol and nothing else.",
    ),
    never(
      // Beside the root and its part that opens the store, config.ts does: a replica's settings include those of its store.
      "only-the-composition-root-knows-the-store",
      { path: "^server/src/", pathNot: ["^server/src/(replica|open-store|config)\\.ts$", "\\.test\\.ts$"] },
      { path: ["^store/", "ioredis"] },
      "Ports in, adapters at the root.",
    ),
    never(
      "ioredis-only-in-store",
      { path: "^(protocol|server|emitter|client|web|e2e)/src/" },
      { path: "node_modules/ioredis/" },
      "The only room that knows Redis is store.",
    ),
    never(
      "client-without-schemas",
      { path: "^(client|web)/src/", pathNot: "\\.test\\.tsx?$" },
      { path: ["^protocol/src/schemas\\.ts$", "node_modules/zod/"] },
      "A browser need not load the schemas.",
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["/dist/"] },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};

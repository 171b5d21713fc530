import { z } from "zod";
import { mustWrite } from "../access.ts";
import { notFound, validationFailed } from "../refusal.ts";
import { type Call, issueOf, ok, page, type Routes, readBody, repoOf } from "../request.ts";

const NewLabel = z.object({
  name: z.string(),
  color: z.string().optional(),
  description: z.string().optional(),
});

const Names = z.union([
  z.object({ labels: z.array(z.string()) }).transform(({ labels }) => labels),
  z.array(z.string()),
]);

export const labelRoutes: Routes = {
  "GET /repos/:owner/:repo/labels": (call) => {
    const repo = repoOf(call);
    const byName = [...repo.labels.values()].toSorted((a, b) => a.name.localeCompare(b.name));
    return page(call, byName, (label) => call.render.label(repo, label));
  },

  "POST /repos/:owner/:repo/labels": (call) => {
    const repo = repoOf(call);
    const actor = mustWrite(repo, call.caller);
    const { name, color, description } = readBody(call, NewLabel);
    if (repo.labels.has(name.toLowerCase())) {
      throw validationFailed({ resource: "Label", code: "already_exists", field: "name" });
    }
    if (color !== undefined && !/^[0-9a-f]{6}$/i.test(color)) {
      throw validationFailed({ resource: "Label", code: "invalid", field: "color" });
    }
    if (description !== undefined && description.length > 100) {
      const message = "description is too long (maximum is 100 characters)";
      throw validationFailed({ resource: "Label", code: "custom", field: "description", message });
    }
    const label = call.world.createLabel(repo, actor, name, color, description);
    return { status: 201, body: call.render.label(repo, label) };
  },

  "GET /repos/:owner/:repo/labels/:name": (call) => {
    const repo = repoOf(call);
    const label = repo.labels.get((call.params["name"] ?? "").toLowerCase());
    if (!label) throw notFound();
    return ok(call.render.label(repo, label));
  },

  "GET /repos/:owner/:repo/issues/:number/labels": (call) => {
    const repo = repoOf(call);
    return ok(call.render.issue(repo, issueOf(call, repo))["labels"]);
  },

  "POST /repos/:owner/:repo/issues/:number/labels": (call) =>
    relabel(call, (before) => [...before, ...readBody(call, Names)]),

  "PUT /repos/:owner/:repo/issues/:number/labels": (call) =>
    relabel(call, () => readBody(call, Names)),

  "DELETE /repos/:owner/:repo/issues/:number/labels": (call) => {
    relabel(call, () => []);
    return { status: 204 };
  },

  "DELETE /repos/:owner/:repo/issues/:number/labels/:name": (call) =>
    relabel(call, (before) => {
      const name = (call.params["name"] ?? "").toLowerCase();
      const left = before.filter((one) => one.toLowerCase() !== name);
      if (left.length === before.length) throw notFound();
      return left;
    }),
};

function relabel(call: Call, change: (before: readonly string[]) => readonly string[]) {
  const repo = repoOf(call);
  const issue = issueOf(call, repo);
  const actor = mustWrite(repo, call.caller);
  call.world.setLabels(repo, issue, actor, change(issue.labels));
  return ok(call.render.issue(repo, issue)["labels"]);
}

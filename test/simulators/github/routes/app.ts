import type { Tokens } from "../access.ts";
import { notFound, Refusal } from "../refusal.ts";
import { type AppIdentity, type Json, time } from "../render.ts";
import { renderRepository } from "../render-repository.ts";
import { type Call, ok, page, type Routes, repoOf } from "../request.ts";

/** What a GitHub App needs to become somebody: JWT in, installation token out. */
export function createAppRoutes(app: AppIdentity, tokens: Tokens): Routes {
  const { permissions } = app;
  const installation = (call: Call): Json => ({
    id: app.installationId,
    app_id: app.id,
    app_slug: app.slug,
    account: call.render.user("signalbox-operators"),
    repository_selection: "selected",
    access_tokens_url: `${call.url.origin}/app/installations/${app.installationId}/access_tokens`,
    repositories_url: `${call.url.origin}/installation/repositories`,
    html_url: `https://github.com/settings/installations/${app.installationId}`,
    target_id: 1,
    target_type: "Organization",
    permissions,
    events: ["issues", "issue_comment", "release"],
    created_at: time(0),
    updated_at: time(0),
    single_file_name: null,
    suspended_by: null,
    suspended_at: null,
  });

  return {
    "GET /app": (call) => {
      mustBeApp(call);
      return ok({ ...call.render.integration(), installations_count: 1 });
    },

    "GET /app/installations": (call) => {
      mustBeApp(call);
      return page(call, [app], () => installation(call));
    },

    "GET /app/installations/:id": (call) => {
      mustBeApp(call);
      mustBeOurs(call, app);
      return ok(installation(call));
    },

    "POST /app/installations/:id/access_tokens": (call) => {
      mustBeApp(call);
      mustBeOurs(call, app);
      const { token, expiresAt } = tokens.forInstallation();
      const body = { token, expires_at: time(expiresAt), permissions };
      return { status: 201, body: { ...body, repository_selection: "selected" } };
    },

    "GET /repos/:owner/:repo/installation": (call) => {
      mustBeApp(call);
      const name = `${call.params["owner"]}/${call.params["repo"]}`.toLowerCase();
      const repo = call.world.repos.get(name) ?? call.world.formerNames.get(name);
      if (!repo?.installed) throw notFound();
      return ok(installation(call));
    },

    "GET /installation/repositories": (call) => {
      if (call.caller.kind !== "installation") {
        throw new Refusal(403, "You must authenticate with an installation access token.");
      }
      const installed = [...call.world.repos.values()].filter((repo) => repo.installed);
      const answer = page(call, installed, (repo) => renderRepository(call.render, repo));
      return ok({ total_count: installed.length, repositories: answer.body }, answer.headers);
    },

    "GET /repos/:owner/:repo/assignees": (call) => {
      const repo = repoOf(call);
      return page(call, [repo.owner, ...repo.members.keys()], call.render.user);
    },
  };
}

function mustBeApp(call: Call): void {
  if (call.caller.kind === "app") return;
  throw new Refusal(401, "A JSON web token could not be decoded");
}

function mustBeOurs(call: Call, app: AppIdentity): void {
  if (Number(call.params["id"]) !== app.installationId) throw notFound();
}

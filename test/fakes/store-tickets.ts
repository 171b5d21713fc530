import type { Clock } from "../../src/triage/model/clock.ts";
import type { Ids } from "../../src/triage/model/ids.ts";
import type { Post } from "../../src/triage/model/post.ts";
import { mayBecome, type Ticket } from "../../src/triage/model/ticket.ts";
import { TYPED_PREFIXES } from "../../src/triage/people/by-command.ts";
import type { Placement, TicketStore } from "../../src/triage/ports/ticket-store.ts";
import { applyChange, saveIssue } from "./store-commit.ts";
import {
  addStory,
  type Community,
  communityOf,
  isLaterSourceId,
  postsOf,
  readCase,
  type StoreState,
} from "./store-state.ts";

type Deps = { readonly ids: Ids; readonly clock: Clock };

export function createFakeTickets(state: StoreState, { ids, clock }: Deps): TicketStore {
  const of = (communityId: string) => communityOf(state, communityId);

  function place(community: Community, post: Post, placement: Placement): Ticket {
    const now = clock.now();
    if (placement.type === "open") {
      return {
        id: ids(),
        code: `SB-${++community.lastCode}`,
        version: 1,
        state: placement.dueAt === null ? "resting" : "gathering",
        source: post.source,
        placeId: post.placeId,
        conversationId: post.conversationId,
        openingSourceId: post.sourceId,
        permalink: post.permalink,
        kind: null,
        lane: null,
        area: null,
        severity: null,
        title: null,
        labelledBy: null,
        silence: placement.silence,
        mark: null,
        standingMessageId: null,
        publicMessages: 0,
        linkedTo: null,
        issueNodeId: null,
        asked: 0,
        dueAt: placement.dueAt,
        attempts: 0,
        createdAt: now,
        updatedAt: now,
      };
    }
    const ticket = community.tickets.get(placement.ticketId);
    if (!ticket) throw new Error(`no such ticket: ${placement.ticketId}`);
    const gathers = placement.dueAt !== null && mayBecome(ticket.state, "gathering");
    return {
      ...ticket,
      state: gathers ? "gathering" : ticket.state,
      version: ticket.version + 1,
      dueAt: placement.dueAt ?? ticket.dueAt,
      updatedAt: now,
    };
  }

  return {
    async personId(communityId, source, sourceId) {
      const { persons } = of(communityId);
      for (const [id, person] of persons) {
        if (person.source === source && person.sourceId === sourceId) return id;
      }
      const id = ids();
      persons.set(id, { source, sourceId, name: "" });
      return id;
    },

    async surroundings(communityId, post) {
      const { tickets, reporters } = of(communityId);
      const here = [...tickets.values()].filter(
        (ticket) => ticket.source === post.source && ticket.conversationId === post.conversationId,
      );
      const reporterIds = (ticketId: string) =>
        reporters.filter((one) => one.ticketId === ticketId).map(({ personId }) => personId);
      const gathering = here.findLast(
        (ticket) =>
          ticket.state === "gathering" &&
          ticket.placeId === post.placeId &&
          reporterIds(ticket.id).includes(post.personId),
      );
      const latest = here.findLast(({ state }) => state === "waiting-reporter") ?? here.at(-1);
      const ticket = post.conversationId === null ? undefined : latest;
      return {
        gathering: gathering ?? null,
        inConversation: ticket ? { ticket, reporterIds: reporterIds(ticket.id) } : null,
      };
    },

    async savePost(communityId, post, placement, images = []) {
      const community = of(communityId);
      const known = [...community.posts.values()].find(
        (one) => one.source === post.source && one.sourceId === post.sourceId,
      );
      if (known) {
        const link = community.ticketPosts.find(({ postId }) => postId === known.id);
        return { saved: false, ticketId: link?.ticketId ?? "" };
      }
      const ticket = place(community, post, placement);
      community.tickets.set(ticket.id, ticket);
      community.posts.set(post.id, post);
      community.skips.delete(`${post.source} ${post.sourceId}`);
      for (const image of images) community.images.set(image.id, image);
      community.ticketPosts.push({ ticketId: ticket.id, postId: post.id });
      community.persons.set(post.personId, {
        source: post.source,
        sourceId: post.authorSourceId,
        name: post.authorName,
      });
      const reports = community.reporters.some(
        (one) => one.ticketId === ticket.id && one.personId === post.personId,
      );
      if (!reports) {
        community.reporters.push({
          ticketId: ticket.id,
          personId: post.personId,
          consent: false,
          notify: true,
          since: post.postedAt,
        });
      }
      const what = placement.type === "open" ? "opened" : "joined";
      addStory(community, ticket.id, [{ at: clock.now(), what, detail: post.permalink }]);
      return { saved: true, ticketId: ticket.id };
    },

    async saveSkip(communityId, { source, sourceId, reason, at }) {
      const { skips } = of(communityId);
      const key = `${source} ${sourceId}`;
      if (!skips.has(key)) skips.set(key, { reason, at });
    },

    async isKnown(communityId, source, sourceId) {
      const { posts, skips } = of(communityId);
      if (skips.has(`${source} ${sourceId}`)) return true;
      return [...posts.values()].some(
        (post) => post.source === source && post.sourceId === sourceId,
      );
    },

    load: async (communityId, ticketId) => readCase(of(communityId), ticketId),
    loadAll: async (communityId, ticketIds) =>
      [...new Set(ticketIds)]
        .toSorted((a, b) => (a < b ? -1 : 1))
        .flatMap((id) => readCase(of(communityId), id) ?? []),

    async find(communityId, by) {
      const community = of(communityId);
      const fits = (ticket: Ticket): boolean => {
        if ("code" in by) return ticket.code === by.code;
        if ("conversationId" in by) return ticket.conversationId === by.conversationId;
        if ("placeId" in by) return ticket.placeId === by.placeId && ticket.state !== "withdrawn";
        if ("actionId" in by) return community.actions.get(by.actionId)?.ticketId === ticket.id;
        if ("linkedTo" in by) return ticket.linkedTo === by.linkedTo;
        if ("like" in by) {
          return `${ticket.code} ${ticket.title ?? ""}`
            .toLowerCase()
            .includes(by.like.toLowerCase());
        }
        if ("reporterSourceId" in by) {
          const { reporters } = readCase(community, ticket.id) ?? { reporters: [] };
          return reporters.some((one) => one.sourceId === by.reporterSourceId);
        }
        if ("issueNodeId" in by) return isAbout(community, ticket, by.issueNodeId);
        return postsOf(community, ticket.id).some((post) => post.sourceId === by.postSourceId);
      };
      const found = [...community.tickets.values()].filter(fits);
      if (!("like" in by) && !("reporterSourceId" in by)) return found;
      return found.toSorted((a, b) => b.createdAt - a.createdAt).slice(0, 25);
    },

    async commit(communityId, ticketId, version, change) {
      const community = of(communityId);
      const ticket = community.tickets.get(ticketId);
      if (ticket?.version !== version) return false;
      applyChange(community, ticket, change, clock.now());
      return true;
    },

    async story(communityId, ticketId) {
      const lines = of(communityId).story.filter((line) => line.ticketId === ticketId);
      return lines.map(({ value }) => value).toSorted((a, b) => a.at - b.at);
    },

    async standingPosts(communityId, source, { since, until }, limit) {
      const community = of(communityId);
      const standing = [...community.tickets.values()].filter(
        ({ state, silence }) => state !== "withdrawn" && silence !== "imported",
      );
      const posts = new Map(
        standing
          .flatMap(({ id }) => postsOf(community, id))
          .filter((post) => post.source === source && post.deletedAt === null)
          .filter(
            (post) =>
              post.postedAt >= since &&
              post.postedAt <= until &&
              !TYPED_PREFIXES.some((one) => post.sourceId.startsWith(one)),
          )
          .map((post) => [post.id, post]),
      );
      return [...posts.values()]
        .toSorted((a, b) => b.postedAt - a.postedAt || (b.id < a.id ? -1 : 1))
        .slice(0, limit)
        .map(({ sourceId, placeId, conversationId, title, tags }) => {
          return { sourceId, placeId, conversationId, title, tags };
        });
    },

    cursor: async (communityId, placeId) => of(communityId).cursors.get(placeId) ?? null,

    async moveCursor(communityId, placeId, sourceId) {
      const { cursors } = of(communityId);
      const before = cursors.get(placeId);
      if (before === undefined || isLaterSourceId(sourceId, before)) cursors.set(placeId, sourceId);
    },

    issue: async (communityId, nodeId) => of(communityId).issues.get(nodeId) ?? null,

    async notices(communityId, since) {
      return [...of(communityId).actions.values()]
        .filter(({ deed }) => deed.do === "say" && /^(fixed|closed|team-tells)$/.test(deed.say.say))
        .filter(({ state, notBefore }) =>
          state === "done" ? notBefore > since : state === "waiting" || state === "claimed",
        )
        .map(({ id, state, notBefore }) => ({
          actionId: id,
          waits: state === "waiting",
          at: notBefore,
        }))
        .toSorted((a, b) => a.at - b.at || (a.actionId < b.actionId ? -1 : 1));
    },

    async repositoryBecame(communityId, before, { repository, visibility }) {
      const { issues } = of(communityId);
      for (const [nodeId, issue] of issues) {
        if (issue.repository.toLowerCase() !== before.toLowerCase()) continue;
        issues.set(nodeId, { ...issue, repository, visibility: visibility ?? issue.visibility });
      }
    },

    async issuesIn(communityId, repository, numbers) {
      const { issues, tickets } = of(communityId);
      const about = (nodeId: string) => (ticket: Ticket) =>
        ticket.issueNodeId === nodeId || ticket.linkedTo === `issue:${nodeId}`;
      return [...issues.values()]
        .filter((issue) => issue.repository.toLowerCase() === repository.toLowerCase())
        .filter((issue) => numbers === null || numbers.includes(issue.number))
        .filter((issue) => [...tickets.values()].some(about(issue.nodeId)))
        .toSorted((a, b) => a.number - b.number);
    },

    saveIssue: async (communityId, issue) => saveIssue(of(communityId), issue),

    async reportersOf(communityId, nodeId) {
      const community = of(communityId);
      const rows = [...community.tickets.values()]
        .filter((ticket) => ticket.state !== "withdrawn" && isAbout(community, ticket, nodeId))
        .flatMap((ticket) => readCase(community, ticket.id)?.reporters ?? []);
      const people = Map.groupBy(rows, ({ personId }) => personId);
      return [...people.values()]
        .flatMap((same) => {
          const first = same.toSorted((a, b) => a.since - b.since)[0];
          if (!first) return [];
          const consent = same.every((one) => one.consent);
          return [{ ...first, consent, notify: same.every((one) => one.notify) }];
        })
        .toSorted((a, b) => a.since - b.since || (a.personId < b.personId ? -1 : 1));
    },

    async verdictsOf(communityId, nodeId) {
      const community = of(communityId);
      const about = community.verdicts.flatMap(({ ticketId, value }) => {
        const ticket = community.tickets.get(ticketId);
        if (!ticket || ticket.state === "withdrawn") return [];
        return isAbout(community, ticket, nodeId) ? [{ code: ticket.code, ...value }] : [];
      });
      const byPerson = Map.groupBy(about, ({ personId }) => personId);
      return [...byPerson.values()]
        .flatMap((same) => same.toSorted((a, b) => b.at - a.at).slice(0, 1))
        .map(({ code, verdict }) => ({ code, verdict }))
        .toSorted((a, b) => a.code.localeCompare(b.code, "en"));
    },

    async saveDelivery(communityId, { id, event, payload, at }) {
      const { deliveries } = of(communityId);
      if (deliveries.has(id)) return false;
      deliveries.set(id, { event, payload, at, handledAt: null });
      return true;
    },

    async delivery(communityId, id) {
      const found = of(communityId).deliveries.get(id);
      if (!found) return null;
      const { event, payload, handledAt } = found;
      return { event, payload, handledAt };
    },

    async deliveryHandled(communityId, id, _outcome, at) {
      const found = of(communityId).deliveries.get(id);
      if (found) found.handledAt = at;
    },

    settings: async (communityId) => Object.fromEntries(of(communityId).settings),

    async changeSetting(communityId, { key, value, by, at }) {
      const { settings, settingChanges } = of(communityId);
      settingChanges.push({ key, before: settings.get(key) ?? null, after: value, by, at });
      settings.set(key, value);
    },

    async forget(communityId, source, sourceId, at, nowKnownAs) {
      const community = of(communityId);
      const [personId, person] =
        [...community.persons].find(
          ([, one]) => one.source === source && one.sourceId === sourceId,
        ) ?? [];
      eraseTraces(community, sourceId, [person?.name ?? "", nowKnownAs ?? ""]);
      if (personId === undefined) return [];
      const touched = new Set<string>();
      for (const ask of community.gapAsks.values()) {
        if (ask.answer?.personSourceId === sourceId) delete ask.answer;
      }
      for (const { ticketId } of community.reporters.filter((one) => one.personId === personId)) {
        touched.add(ticketId);
      }
      for (const { ticketId, postId } of community.ticketPosts) {
        const post = community.posts.get(postId);
        if (post?.personId !== personId) continue;
        touched.add(ticketId);
        for (const [imageId, image] of community.images) {
          if (image.postId === postId) community.images.delete(imageId);
        }
        const emptied = { title: "", text: "", removed: [], attachments: [] };
        community.posts.set(postId, { ...post, ...emptied, deletedAt: post.deletedAt ?? at });
        const ticket = community.tickets.get(ticketId);
        if (ticket?.part) {
          community.tickets.set(ticketId, { ...ticket, part: { ...ticket.part, text: "" } });
        }
      }
      for (const [key, { value }] of community.outcomes) {
        if (value.personId === personId) community.outcomes.delete(key);
      }
      for (const action of community.actions.values()) {
        const { deed } = action;
        if (deed.do !== "tell-privately" || deed.personSourceId !== sourceId) continue;
        touched.add(action.ticketId);
        community.actions.set(action.id, {
          ...action,
          deed: { ...deed, personSourceId: "" },
          serial: `private:${action.id}`,
          state: action.state === "waiting" ? "superseded" : action.state,
        });
      }
      community.reporters = community.reporters.filter((one) => one.personId !== personId);
      community.subscriptions = community.subscriptions.filter((one) => one.personId !== personId);
      community.verdicts = community.verdicts.filter(({ value }) => value.personId !== personId);
      community.persons.delete(personId);
      return [...touched].toSorted();
    },
  };
}

/** What somebody did about tickets, and where lines and records name them for it. */
function eraseTraces(community: Community, sourceId: string, known: readonly string[]): void {
  const nobody = { sourceId: "", name: "somebody" };
  const names = new Set(known.filter((name) => name !== ""));
  const isTheirs = (one: { readonly sourceId: string; readonly name: string }) => {
    if (one.sourceId === sourceId && one.name !== "") names.add(one.name);
    return one.sourceId === sourceId;
  };
  for (const [id, ticket] of community.tickets) {
    if (ticket.claim && isTheirs(ticket.claim)) {
      community.tickets.set(id, { ...ticket, claim: null });
    }
  }
  for (const [id, proposal] of community.proposals) {
    const vouches = proposal.vouches?.filter((one) => !isTheirs(one));
    if (vouches) community.proposals.set(id, { ...proposal, vouches });
  }
  for (const [at, one] of community.reviews.entries()) {
    if (!isTheirs(one.value.by)) continue;
    community.reviews[at] = { ...one, value: { ...one.value, by: nobody } };
  }
  for (const [id, proposal] of community.proposals) {
    if (!names.has(proposal.decidedBy ?? "")) continue;
    community.proposals.set(id, { ...proposal, decidedBy: nobody.name });
  }
  for (const [id, ticket] of community.tickets) {
    if (!names.has(ticket.labelledBy ?? "")) continue;
    community.tickets.set(id, { ...ticket, labelledBy: nobody.name });
  }
  for (const [at, line] of community.story.entries()) {
    let { detail } = line.value;
    for (const name of names) {
      if (detail === name) detail = nobody.name;
      for (const end of [":", ","]) {
        if (detail.startsWith(name + end)) detail = nobody.name + detail.slice(name.length);
      }
      if (detail.endsWith(`by ${name}`)) detail = `${detail.slice(0, -name.length)}${nobody.name}`;
    }
    community.story[at] = { ...line, value: { ...line.value, detail } };
  }
}

/** Filed as the issue, linked to it, or linked to a ticket that is about it. */
function isAbout(community: Community, ticket: Ticket, nodeId: string): boolean {
  const seen = new Set<string>();
  for (let one: Ticket | undefined = ticket; one && !seen.has(one.id); ) {
    if (one.issueNodeId === nodeId || one.linkedTo === `issue:${nodeId}`) return true;
    seen.add(one.id);
    one = community.tickets.get(one.linkedTo?.replace(/^ticket:/, "") ?? "");
  }
  return false;
}

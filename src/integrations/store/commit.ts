import type { OperationNodeSource } from "kysely";
import type { Change } from "../../triage/model/case.ts";
import type { Clock } from "../../triage/model/clock.ts";
import type { Attachment } from "../../triage/model/post.ts";
import { mayBecome, TicketState } from "../../triage/model/ticket.ts";
import { insertActions, settleAction, supersedeActions } from "./actions.ts";
import { json, moment, toColumns } from "./columns.ts";
import { emptyTexts } from "./empty-texts.ts";
import { dropImages } from "./images.ts";
import { upsertIssue } from "./issues.ts";
import { noteGap } from "./note-gap.ts";
import { endProposals, insertProposal } from "./proposals.ts";
import { openSibling } from "./siblings.ts";
import type { Db, Tx } from "./tables.ts";
import { writeTogether } from "./together.ts";
import { writeWayBack } from "./way-back.ts";

type Deps = { readonly db: Db; readonly clock: Clock };

/** Where a change is written: one ticket, in one transaction, at one moment. */
export type Target = {
  readonly tx: Tx;
  readonly communityId: string;
  readonly ticketId: string;
  readonly now: number;
};

/**
 * Writes a change whole, or nothing when the ticket's version has moved on.
 * @returns whether it was written
 */
export function commitChange(
  communityId: string,
  ticketId: string,
  version: number,
  change: Change,
  { db, clock }: Deps,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const target = { tx, communityId, ticketId, now: clock.now() };
    const source = await updateTicket(target, version, change);
    if (source === null) return false;
    await endProposals(target, change);
    if (change.settled) await settleAction(target, change.settled);
    await writeTogether(tx, [
      ...supersedeActions(target, change.supersede ?? []),
      ...insertActions(tx, communityId, target.now, planned(ticketId, change)),
      ...insertProposal(target, change),
      ...appendFindings(target, version + 1, change),
      ...changePosts(target, change),
      ...saveReporters(target, source, change),
      ...saveOutcome(target, change),
      ...writeWayBack(target, source, change),
      ...noteGap(target, change),
      ...(change.issue ? [upsertIssue(tx, communityId, change.issue)] : []),
      ...tellStory(target, change),
    ]);
    for (const sibling of change.siblings ?? []) await openSibling(target, sibling);
    if (change.emptied) await emptyTexts(target);
    return true;
  });
}

const planned = (ticketId: string, { actions = [] }: Change) =>
  actions.map((action) => ({ ...action, ticketId }));

/** The compare-and-set: the ticket's source when it held, null when somebody was faster. */
async function updateTicket(
  { tx, communityId, ticketId, now }: Target,
  version: number,
  { ticket = {}, silence }: Change,
): Promise<string | null> {
  const { state } = ticket;
  const updated = await tx
    .updateTable("tickets")
    .set({
      ...toColumns(ticket),
      ...(silence && { silence }),
      version: version + 1,
      updatedAt: moment(now),
    })
    .where("communityId", "=", communityId)
    .where("id", "=", ticketId)
    .where("version", "=", version)
    .$if(state !== undefined, (query) => query.where("state", "in", statesBefore(state)))
    .returning("source")
    .executeTakeFirst();
  if (updated) return updated.source;

  const standing = await tx
    .selectFrom("tickets")
    .select(["version", "state"])
    .where("communityId", "=", communityId)
    .where("id", "=", ticketId)
    .executeTakeFirst();
  if (standing?.version !== version) return null;
  throw new Error(`a ticket that is ${standing.state} may not become ${state}`);
}

function statesBefore(next: TicketState | undefined): TicketState[] {
  return TicketState.options.filter((state) => next === undefined || mayBecome(state, next));
}

function appendFindings(
  { tx, communityId, ticketId, now }: Target,
  version: number,
  change: Change,
): OperationNodeSource[] {
  const at = moment(now);
  const under = change.under ? json(change.under) : null;
  const found = (body: unknown) => ({
    communityId,
    ticketId,
    version,
    body: json(body),
    under,
    at,
  });
  const { classification, candidates, draft, decision, review } = change;
  return [
    ...(classification ? [tx.insertInto("classifications").values(found(classification))] : []),
    ...(candidates ? [tx.insertInto("candidates").values(found(candidates))] : []),
    ...(draft ? [tx.insertInto("drafts").values(found(draft))] : []),
    ...(decision ? [tx.insertInto("decisions").values(found(decision))] : []),
    ...(review
      ? [tx.insertInto("reviews").values({ communityId, ...toColumns({ ...review, ticketId }) })]
      : []),
  ];
}

function changePosts({ tx, communityId }: Target, { posts = [] }: Change): OperationNodeSource[] {
  return posts
    .filter((post) => Object.keys(post).length > 1)
    .flatMap(({ id, ...patch }) => [
      tx
        .updateTable("posts")
        .set(toColumns(patch))
        .where("communityId", "=", communityId)
        .where("id", "=", id),
      ...(patch.attachments ? [dropImages(tx, communityId, id, imagesIn(patch.attachments))] : []),
    ]);
}

const imagesIn = (attachments: readonly Attachment[]) =>
  attachments.flatMap(({ image }) => image?.id ?? []);

function saveReporters(
  { tx, communityId, ticketId }: Target,
  source: string,
  { reporters = [] }: Change,
): OperationNodeSource[] {
  if (reporters.length === 0) return [];
  const persons = reporters.map(({ personId: id, sourceId, name }) => ({
    communityId,
    id,
    ...toColumns({ source, sourceId, name }),
  }));
  const rows = reporters.map(({ sourceId: _, name: __, ...kept }) => ({
    communityId,
    ticketId,
    ...toColumns(kept),
  }));
  return [
    tx
      .insertInto("persons")
      .values(persons)
      .onConflict((conflict) =>
        conflict
          .columns(["communityId", "id"])
          .doUpdateSet({ name: (eb) => eb.ref("excluded.name") }),
      ),
    tx
      .insertInto("reporters")
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(["communityId", "ticketId", "personId"]).doUpdateSet({
          consent: (eb) => eb.ref("excluded.consent"),
          notify: (eb) => eb.ref("excluded.notify"),
        }),
      ),
  ];
}

/** The last word of a person about an answer is the one that counts. */
function saveOutcome(
  { tx, communityId, ticketId }: Target,
  { answerOutcome }: Change,
): OperationNodeSource[] {
  if (!answerOutcome) return [];
  return [
    tx
      .insertInto("answerOutcomes")
      .values({ communityId, ticketId, ...toColumns(answerOutcome) })
      .onConflict((conflict) =>
        conflict.columns(["communityId", "actionId", "personId"]).doUpdateSet({
          outcome: (eb) => eb.ref("excluded.outcome"),
          bystander: (eb) => eb.ref("excluded.bystander"),
          at: (eb) => eb.ref("excluded.at"),
        }),
      ),
  ];
}

function tellStory(
  { tx, communityId, ticketId }: Target,
  { story }: Change,
): OperationNodeSource[] {
  if (story.length === 0) return [];
  const lines = story.map((line) => ({ communityId, ticketId, ...toColumns(line) }));
  return [tx.insertInto("storyLines").values(lines)];
}

/** What each figure of the report counts, beside the figure. */
export const DEFINITIONS = {
  unanswered:
    "An ask is a ticket that waits for an answer: small talk, posts taken back, imports and questions asked in private are left out. It is counted in the period in which it became 24 hours, 72 hours or 7 days old, and as unanswered when by then neither a person other than the asker had written in its thread nor the bot had answered it, pointed elsewhere or said that a team has it. A mark or a question back is no answer. The range is the 95 % interval of the share (Wilson).",
  waiting:
    "Open asks without any such reply when the period ended, older than 24 hours and with no team; the longest wait first, 15 at the most.",
  replies:
    "Asks of the period. First human reply: the first message in the thread by a person who did not ask. First useful reply: the first message, of a person or of the bot, that the asker, a helper or staff then said solved it (Mark solved, Helped, or kept as knowledge). The middle half of the asks that had one lies between the quarters; asks without one are not in the times, and their number is said.",
  solvers:
    "Asks of the period, by the best that is known when it ended: whose message was marked as solving it or kept as knowledge; else whether the asker pressed Helped on the bot’s answer or on pages it showed; else whether the fix was told; else, where the title or a tag says solved, whoever alone had replied. Answers of the bot were reviewed by a person, unless an admin let the act be done alone.",
  repeated:
    "Asks of the period that two people or more brought. The docs lack it: the asks gathered in one docs gap; the page is the one that comes nearest. The docs have it: answers rest on the same page, so the page is there and was not found. Linked: staff said that they are the same, or they belong to one issue.",
  way: "Reported and told count reports; filed, accepted and shipped count issues, however many reports stand behind each. Each is counted when the step happened. Reported: asks of the period about a bug, a wish, the docs or model behaviour. Filed: an issue was opened. Accepted: the team took it up (milestone, assignee, merged change) or completed it. Shipped: the issue was completed and is not open again. Told: the reporters were told that it is fixed.",
  quality:
    "Issues filed in the period, from what happened to them on GitHub since. As filed: taken up or completed, and nothing was asked back before. Asked: the team asked back, or put a label on it that says something is missing. Refused: invalid, a duplicate, in the wrong repository, or not planned. Still broken: a reporter said so after the fix. signalbox quality tells these apart.",
  demand:
    "Features, by the people behind them over all linked tickets, whenever they asked. Proposed to staff from so many distinct people on; accounts younger than a week are counted and do not count towards it.",
  behaviour:
    "What people report about the model’s output, in the same way. A single anecdote gathers here; staff can file it at any time.",
  effort:
    "Decisions that people took on proposals in the period. A step is a recorded action on the way to one decision: a correction of kind, lane, area or route, another draft, a snooze, and the decision itself; a look at the evidence is not recorded. Waiting runs from the first proposal to the decision. Not decided: nobody came within the proposal’s shelf life.",
  silences:
    "Some of the asks that the bot left alone come back to staff, drawn by chance (review.silence_samples), and are judged. Counted when they were judged, by the kind the ask was taken for; right: nothing should have been done. The range is the 95 % interval of the share (Wilson); what nobody judged in time is left out.",
  regret:
    "Public messages sent in the period that were taken back or that the asker, a helper or staff called wrong, for each 1,000 sent.",
  messages:
    "New public messages of the bot (edits and marks are none), for each 100 messages that people wrote where it listens.",
  gaps: "Docs gaps that were opened, and those that a new docs index closed.",
} as const;

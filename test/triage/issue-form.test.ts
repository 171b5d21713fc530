import { describe, expect, it } from "vitest";
import {
  fillIn,
  formFor,
  type IssueForm,
  type Section,
} from "../../src/triage/model/issue-form.ts";

const field = (label: string, required = false) => ({ label, required });
const aForm = (name: string, ...fields: IssueForm["fields"]): IssueForm => ({
  repository: "acme/sdk",
  name,
  labels: [],
  fields,
});
const section = (topic: Section["topic"], heading: string): Section => ({
  topic,
  heading,
  body: `the ${heading}`,
});

describe("a repository's form", () => {
  const bug = aForm("Bug report");
  const feature = { ...aForm("Something else"), labels: ["enhancement"] };

  it.each([
    { kind: "bug", form: bug },
    { kind: "feature", form: feature },
    { kind: "model-behavior", form: bug },
    { kind: "docs", form: null },
    { kind: "other", form: null },
  ] as const)("is found for $kind by its name and labels", ({ kind, form }) => {
    expect(formFor([feature, bug], "Acme/SDK", kind)).toBe(form);
    expect(formFor([feature, bug], "acme/web", kind)).toBeNull();
  });

  it("is filled in under its own headings and in its order, ours that it lacks come after", () => {
    const form = aForm(
      "Bug report",
      field("SDK version", true),
      field("Describe the bug", true),
      field("Expected behavior", true),
      field("Steps to reproduce"),
      field("Logs"),
      field("Screenshots"),
    );
    const sections = [
      section("what", "What happens"),
      section("environment", "Environment"),
      section("reproduction", "Reproduction"),
      section("other", "Impact"),
    ];
    expect(fillIn(form, sections).map(({ heading, body }) => [heading, body])).toEqual([
      ["SDK version", "the Environment"],
      ["Describe the bug", "the What happens"],
      ["Expected behavior", "_Not known._"],
      ["Steps to reproduce", "the Reproduction"],
      ["Impact", "the Impact"],
    ]);
  });
});

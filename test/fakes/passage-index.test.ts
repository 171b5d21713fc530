import { passageIndexContract } from "../contracts/passage-index.contract.ts";
import { createFakeIndex } from "./engines.ts";
import { aPassage } from "./samples.ts";

passageIndexContract("the fake", async () => {
  const index = createFakeIndex([
    aPassage({ id: "u1", page: "uploads" }),
    aPassage({ id: "u2", page: "uploads" }),
    aPassage({ id: "r1", page: "retries", url: "https://docs.example/retries" }),
  ]);
  index.when("parts", [
    ["u1", 9],
    ["r1", 5],
    ["u2", 2],
  ]);
  return {
    index,
    async remove(page) {
      for (const id of page === "uploads" ? ["u1", "u2"] : ["r1"]) index.remove(id);
    },
  };
});

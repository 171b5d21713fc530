import { vectorCostAt } from "./vector-cost.ts";
for (const n of [6000,30000,100000]) console.log(await vectorCostAt(n, 1));

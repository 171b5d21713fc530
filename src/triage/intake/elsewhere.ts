/** The source of posts that staff brought in by hand: they are tracked, and nothing is said there. */
export const ELSEWHERE = "elsewhere";

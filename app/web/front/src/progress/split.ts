// Role: what a course teaches of an area, and what it leaves out: the map is of the course, the rest stays folded.
import type { SkillArea } from "../shared/protocol.ts";

export function split(skills: SkillArea["skills"]): { covered: SkillArea["skills"]; absent: SkillArea["skills"] } {
  return { covered: skills.filter((skill) => skill.state !== "absent"), absent: skills.filter((skill) => skill.state === "absent") };
}

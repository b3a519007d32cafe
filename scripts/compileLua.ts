/** Compiles server/knowledge/lua and its Chinese into server/src/knowledge/generated/lua.json. */
import { z } from "zod";
import { luaFileSchema } from "../server/knowledge/luaSchema.ts";
import { filesUnder, load, refuseDuplicates } from "./source.ts";

/** JSON with a line for each class; throws where two have one name, or a member gives a class that is not there. */
export function compileLua(): string {
  const classes = filesUnder("lua", ".yaml").flatMap((file) => load(file, luaFileSchema));
  const names = classes.map((one) => one.class);
  refuseDuplicates("Lua class", names);
  for (const { class: name, members } of classes) {
    refuseDuplicates(
      `member of ${name}`,
      members.map((member) => member.name),
    );
    for (const { name: member, gives, each } of members) {
      const given = gives ?? each;
      if (given !== undefined && !names.includes(given)) throw new Error(`lua: ${name}.${member} gives ${given}, which is no class`);
    }
  }
  const told = inChinese(classes);
  return `[\n${told.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`;
}

/** With the Chinese of each member's summary; throws where it is missing, or belongs to nothing. */
function inChinese(classes: readonly Authored[]): readonly object[] {
  const chinese = load("lua.zh-cn.yaml", z.record(z.string(), z.string()));
  const left = new Set(Object.keys(chinese));
  const told = classes.map((one) => ({
    ...one,
    members: one.members.map((member) => {
      const summaryZh = chinese[member.summary];
      if (summaryZh === undefined) throw new Error(`lua.zh-cn.yaml: "${member.summary}" is missing`);
      left.delete(member.summary);
      return { ...member, summaryZh };
    }),
  }));
  if (left.size > 0) throw new Error(`lua.zh-cn.yaml: no member is told of so: ${[...left].join("; ")}`);
  return told;
}

type Authored = ReturnType<typeof luaFileSchema.parse>[number];

/** Compiles server/knowledge/lua into server/src/knowledge/generated/lua.json. */
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
  return `[\n${classes.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`;
}

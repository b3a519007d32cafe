/** Shape of a clue: how a log shows that a crash is the one of an advisory. */
import { z } from "zod";
import { incidentKinds, slug } from "./basics.ts";

/** One way in which a crash shows. Everything given must hold; the best clue that holds gives the base confidence. */
export const clueSchema = z.strictObject({
  id: slug,
  kinds: z.array(z.enum(incidentKinds)).optional(),
  /** Reason in a pool report's header, such as "tag mismatch on free()". */
  problem: z.string().optional(),
  /** Function named as the caller of a pool report; "?" stands for one that was not resolved (main+0x…). */
  caller: z.array(z.string()).optional(),
  /** Function that the tag resolves to: who freed the item first. */
  freedBy: z.array(z.string()).optional(),
  /** Functions that must appear in this order from the innermost frame on, others in between allowed; alternatives separated by "|". */
  frames: z.array(z.string()).optional(),
  /** Functions of which none may appear. */
  withoutFrames: z.array(z.string()).optional(),
  /** Code with which the master saw the worker exit. */
  exitCodes: z.array(z.number().int()).optional(),
  signals: z.array(z.string()).optional(),
  /** A Lua "out of memory error" line belongs to the incident. */
  luaOutOfMemory: z.boolean().optional(),
  /** No frame, no message: the exit code is all there is. */
  bare: z.boolean().optional(),
  /** Facts of the machine that the text must state, all of them, such as "vm.overcommit_memory=2" or "hardware error" (server/src/incident/machine.ts). */
  machine: z.array(z.string()).optional(),
  /** Remarks of HAProxy's below its dump: "lua-shared", "lua-own", "malloc-trim". */
  notes: z.array(z.string()).optional(),
  /** The expression of a BUG_ON. */
  expression: z.string().optional(),
  /** The crashing thread was executing Lua: its innermost level, and the names of that level, where the log shows them. */
  lua: z
    .strictObject({
      innermost: z.enum(["script", "c", "not-shown"]).optional(),
      /** Last words of the innermost level, such as "find" of "in field 'find'". */
      functions: z.array(z.string()).optional(),
      /** It waits for the interpreter instead: innermost and functions are those of the thread that is inside. */
      waits: z.boolean().optional(),
      /** Whether the same place of Lua's library is on the stack several times, as where one of its C functions calls itself. */
      recurses: z.boolean().optional(),
    })
    .optional(),
  /**
   * Library of the innermost frame below signal handlers and the C library; a final "*" stands for any ending, "other" for what neither
   * HAProxy nor its usual libraries bring along.
   */
  library: z.array(z.string()).optional(),
  /** The log shows no frame. */
  stackless: z.boolean().optional(),
  /** The crashed thread was at work for one of these applets, as HAProxy names them: "<CLI>". */
  applets: z.array(z.string()).optional(),
  /** The watchdog marked a thread as stuck; false: it dumped all threads and marked none, so somebody asked for the panic. */
  stuck: z.boolean().optional(),
  /** 0 to 1; 0.5 and above means that we name the advisory. */
  confidence: z.number().min(0).max(1),
  /** Evidence in words, half a sentence. */
  says: z.string(),
});

/** The traffic map of the configuration that a document belongs to. */
import { mapStyle, svgOf } from "../../features/map/svg.ts";
import { trafficMap as mapOf } from "../../features/map/trafficMap.ts";
import { guarded } from "../connection/guard.ts";
import type { Requests } from "../protocol.ts";
import type { Feature } from "./request.ts";

type Params = Requests["haproxySleuth/trafficMap"]["params"];
type Result = Requests["haproxySleuth/trafficMap"]["result"];

export const trafficMap: Feature = {
  capabilities: () => ({}),
  wire: ({ connection, session, publisher }) => {
    const name = "haproxySleuth/trafficMap";
    const answer = guarded<Params, Result>(connection, name, null, async ({ uri }) => {
      await publisher.settled(uri);
      const open = session.documents.get(uri);
      const model = open && session.modelOf(open);
      return model === undefined ? null : { svg: svgOf(mapOf(model), true), style: mapStyle };
    });
    connection.onRequest(name, answer);
  },
};

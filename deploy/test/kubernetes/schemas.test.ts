import { describe, expect, it } from "vitest";
import { type KubernetesObject, prometheusRules, renderManifests } from "./rendering.ts";
import { refusals } from "./schemas.ts";

const { areRendered, base, local, production } = await renderManifests();

describe.skipIf(!areRendered)("each object for Kubernetes", () => {
  it("conforms to its schema, and has no field that the schema does not know", async () => {
    expect([base, local, production].filter(({ length }) => length < 15)).toEqual([]);
    const rules = await prometheusRules();
    expect(rules.length).toBeGreaterThan(3);
    expect(await refusals([...base, ...local, ...production, ...rules])).toEqual([]);
  });

  it("would not conform with what an object does not have, or says in another way", async () => {
    const mistakes = [
      [
        '"maxSurge":',
        '"maxSurg":',
        /Deployment server: .*"maxSurg".* does not exist in type 'IRollingUpdateDeployment'/,
      ],
      ['"matchLabelKeys":', '"matchLabelsKeys":', /Deployment server: .*"matchLabelsKeys".* does not exist/],
      ['"averageValue":', '"averageValues":', /HorizontalPodAutoscaler server: .*"averageValues".* does not exist/],
      ['"podMetricsEndpoints":', '"endpoints":', /PodMonitor server: .*"endpoints".* does not exist/],
      ['"15s"', '"15 seconds"', /PodMonitor server: .*interval/],
      ['"containerPort":3000', '"containerPort":"3000"', /Deployment server: .*containerPort/],
      ['"clusterIP":"None","ports"', '"clusterIP":"None","port"', /Service server-socket: .*"port".* does not exist/],
    ] as const;
    const text = JSON.stringify(production);
    const mistaken = mistakes.map(([right, wrong]) => text.replaceAll(right, wrong));
    const faults = await refusals(mistaken.flatMap(objects => JSON.parse(objects) as KubernetesObject[]));
    for (const [, , refusal] of mistakes) expect(faults).toContainEqual(expect.stringMatching(refusal));
  });
});

/** Remembers what was worked out of a sample expression for a branch; the reader gives equal texts the same expression. */
import type { SampleExpression } from "../../syntax/expression.ts";

type OfExpression<T> = (expression: SampleExpression, branch: string | undefined) => T;

/** The same function, computed once for each expression and branch; the latest branch is kept. */
export function perExpression<T>(compute: OfExpression<T>): OfExpression<T> {
  const memo = new WeakMap<SampleExpression, { readonly branch: string | undefined; readonly value: T }>();
  return (expression, branch) => {
    const known = memo.get(expression);
    if (known !== undefined && known.branch === branch) return known.value;
    const value = compute(expression, branch);
    memo.set(expression, { branch, value });
    return value;
  };
}

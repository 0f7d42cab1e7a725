type Class = abstract new (...given: never[]) => object;

/**
 * Has `instanceof` go by a mark: the class with NestJS has to be an RpcException, the one without
 * cannot be, and a service may have both, or a second copy of one; all of one name are of each
 * other's class. A subclass of a service's own means its own instances alone.
 */
export function knownByMark(of: Class, name: string): void {
  const mark = Symbol.for(`conductor.${name}`);
  Object.defineProperty(of.prototype, mark, { value: true });
  Object.defineProperty(of, Symbol.hasInstance, {
    value: function isOf(this: Class, value: unknown): boolean {
      if (this !== of) return Function.prototype[Symbol.hasInstance].call(this, value);
      return typeof value === 'object' && value !== null && mark in value;
    },
  });
}

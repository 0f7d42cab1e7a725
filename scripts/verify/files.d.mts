export declare function filesOf(pattern: string, from: string): readonly string[];

/** Requests that DynamoDB refuses: members, code, and the text, or a part of it. */
export type BadRequest = readonly [input: Readonly<Record<string, unknown>>, code: string, says: RegExp | string];

const named = (rest: Readonly<Record<string, unknown>> = {}): BadRequest[] => [
  [rest, 'ValidationException', /Value null at 'tableName' .* must not be null/],
  [{ ...rest, TableName: '' }, 'ValidationException', /'' at 'tableName' .* greater than or equal to 1/],
  [{ ...rest, TableName: 'a b' }, 'ValidationException', /Invalid table\/index name.*a b/],
  [{ ...rest, TableName: 7 }, 'SerializationException', /NUMBER_VALUE .* 'tableName'/],
  [{ ...rest, TableName: 'nowhere' }, 'ResourceNotFoundException', /Requested resource not found/],
];
const leases = { TableName: 'leases' };
const readings = { TableName: 'readings' };
const key = { leaseKey: { S: 'shardId-000000000000' } };
const values = (more: object) => ({ ExpressionAttributeValues: more });
const filter = (text: string, more: object = {}) => ({ ...leases, FilterExpression: text, ...(Object.keys(more).length > 0 ? values(more) : {}) });
const of = (text: string, more: object = { ':d': { S: 'a' } }, rest: object = {}) => ({ ...readings, KeyConditionExpression: text, ...values(more), ...rest });
const condition = (name: string, ComparisonOperator: string, ...AttributeValueList: readonly object[]) => ({ [name]: { ComparisonOperator, AttributeValueList } });
const older = (...conditions: readonly object[]) => ({ ...readings, KeyConditions: Object.assign({}, ...conditions) as object });
const wrong = 'One or more parameter values were invalid: ';
const badStart = 'The provided starting key is invalid';
const mismatch = 'The provided key element does not match the schema';
const at = { ExpressionAttributeNames: { '#t': 'at' } };
const v1 = { ':v': { S: 'x' } };

/** Values that are none, as a call is told of them. */
const keyValues: readonly BadRequest[] = (
  [
    [{ NULL: false }, `${wrong}Null attribute value types must have the value of true`],
    [{ SS: [] }, `${wrong}An string set  may not be empty`],
    [{ NS: [] }, `${wrong}An number set  may not be empty`],
    [{ BS: [] }, `${wrong}Binary sets should not be empty`],
    [{ SS: ['a', 'a'] }, `${wrong}Input collection [a, a] contains duplicates.`],
    [{ NS: ['1', '1.0'] }, 'Input collection contains duplicates'],
    [{ BS: ['Yg==', 'Yg=='] }, `${wrong}Input collection [Yg==, Yg==]of type BS contains duplicates.`],
    [{ N: '' }, 'The parameter cannot be converted to a numeric value'],
    [{ NS: ['1', 'b', 'a'] }, 'The parameter cannot be converted to a numeric value: b'],
    [{ N: '123456789012345678901234567890123456789' }, 'Attempting to store more than 38 significant digits in a Number'],
    [{ N: '-1.23456789012345678901234567890123456789' }, 'Attempting to store more than 38 significant digits in a Number'],
    [{ N: '-1e126' }, 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
    [{ N: '1e-131' }, 'Number underflow. Attempting to store a number with magnitude smaller than supported range'],
  ] as const
).map(([value, says]) => [{ ...leases, Key: { leaseKey: value } }, 'ValidationException', says]);

export const badRequests: Readonly<Record<string, readonly BadRequest[]>> = {
  DescribeTable: [...named().slice(0, 4), [{ TableName: 'nowhere' }, 'ResourceNotFoundException', /Table: nowhere not found/], [{ TableName: 'arn:aws:dynamodb:eu-west-1:123456789012:table/leases' }, 'ResourceNotFoundException', /Table: leases not found/]],
  ListTables: [
    [{ Limit: 0 }, 'ValidationException', /'0' at 'limit'/],
    [{ Limit: 101 }, 'ValidationException', /'101' at 'limit'/],
    [{ Limit: 'x' }, 'SerializationException', /STRING_VALUE .* 'limit'/],
    [{ ExclusiveStartTableName: 'ab' }, 'ValidationException', /'ab' at 'exclusiveStartTableName'/],
    [{ ExclusiveStartTableName: 'a b c' }, 'ValidationException', /'a b c' at 'exclusiveStartTableName' .* pattern/],
  ],
  GetItem: [
    ...named({ Key: key }),
    [leases, 'ValidationException', /null at 'key'/],
    [{ ...leases, Key: {} }, 'ValidationException', mismatch],
    [{ ...leases, Key: { ...key, b: { S: 'a' } } }, 'ValidationException', mismatch],
    [{ ...readings, Key: { device: { S: 'a' } } }, 'ValidationException', mismatch],
    [{ TableName: 'nowhere', Key: {} }, 'ResourceNotFoundException', 'Requested resource not found'],
    [{ ...leases, Key: { id: { S: 'x' } } }, 'ValidationException', /The provided key element does not match the schema/],
    [{ ...leases, Key: { leaseKey: { N: '1' } } }, 'ValidationException', /The provided key element does not match the schema/],
    [{ ...leases, Key: { leaseKey: { S: '' } } }, 'ValidationException', /empty string value\. Key: leaseKey/],
    [{ ...leases, Key: { leaseKey: {} } }, 'ValidationException', 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'],
    [{ ...leases, Key: { leaseKey: { S: 'x', N: '1' } } }, 'ValidationException', 'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes'],
    ...keyValues,
    [{ ...readings, Key: { device: { S: 'a' }, at: { N: 'one' } } }, 'ValidationException', 'The parameter cannot be converted to a numeric value: one'],
    [{ ...leases, Key: key, AttributesToGet: ['a', 'a'] }, 'ValidationException', `${wrong}Duplicate value in attribute name: a`],
    [{ ...leases, Key: key, ProjectionExpression: 'leaseKey.b.c' }, 'ValidationException', "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: leaseKey"],
    [{ ...leases, Key: { leaseKey: { S: 'a'.repeat(2049) } } }, 'ValidationException', `${wrong}Size of hashkey has exceeded the maximum size limit of2048 bytes`],
    [{ ...leases, Key: key, ProjectionExpression: '' }, 'ValidationException', /Invalid ProjectionExpression: The expression can not be empty;/],
    [{ ...leases, Key: key, ProjectionExpression: 'a, a.b' }, 'ValidationException', /Two document paths overlap .* path one: \[a\], path two: \[a, b\]/],
    [{ ...leases, Key: key, ProjectionExpression: 'status' }, 'ValidationException', /Attribute name is a reserved keyword; reserved keyword: status/],
    [{ ...leases, Key: key, ProjectionExpression: '#s' }, 'ValidationException', /attribute name used in the document path is not defined; attribute name: #s/],
    [{ ...leases, Key: key, ExpressionAttributeNames: { '#s': 'status' } }, 'ValidationException', /ExpressionAttributeNames can only be specified when using expressions/],
    [{ ...leases, Key: key, ProjectionExpression: 'a', AttributesToGet: ['b'] }, 'ValidationException', /\{AttributesToGet\} Expression parameters: \{ProjectionExpression\}/],
    [{ ...leases, Key: key, AttributesToGet: [] }, 'ValidationException', /at 'attributesToGet' .* greater than or equal to 1/],
    [{ ...leases, Key: key, ReturnConsumedCapacity: 'ALL' }, 'ValidationException', /'ALL' at 'returnConsumedCapacity' .* enum value set: \[INDEXES, TOTAL, NONE\]/],
    [{ ...leases, Key: { leaseKey: { B: '*' } } }, 'SerializationException', /'key.leaseKey.b' is not valid Base64/],
  ],
  Query: [
    ...named({ KeyConditionExpression: 'device = :d', ...values({ ':d': { S: 'a' } }) }),
    [readings, 'ValidationException', /Either the KeyConditions or KeyConditionExpression parameter must be specified/],
    [of('place = :d'), 'ValidationException', /Query condition missed key schema element: device/],
    [of('device > :d'), 'ValidationException', /Query key condition not supported/],
    [of('device = :d OR device = :d'), 'ValidationException', /Invalid operator used in KeyConditionExpression: OR/],
    [of('device <> :d'), 'ValidationException', 'Invalid operator used in KeyConditionExpression: <>'],
    [of('device IN (:d)'), 'ValidationException', 'Invalid operator used in KeyConditionExpression: IN'],
    [of('contains(device, :d)'), 'ValidationException', 'Invalid operator used in KeyConditionExpression: contains'],
    [of('size(device) = :d'), 'ValidationException', 'KeyConditionExpressions cannot contain nested operations'],
    [of(':d BETWEEN device AND :d'), 'ValidationException', 'Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand'],
    [of('begins_with(:d, device)'), 'ValidationException', 'Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand'],
    [of('device = ok', { ':d': { S: 'a' } }, {}), 'ValidationException', /unused in expressions/],
    [{ ...readings, KeyConditionExpression: 'device = ok' }, 'ValidationException', 'Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition'],
    [of(':d = :d'), 'ValidationException', 'Invalid condition in KeyConditionExpression: No key attribute specified'],
    [of('device.b = :d'), 'ValidationException', 'KeyConditionExpressions cannot have conditions on nested attributes'],
    [of('NOT device = :d'), 'ValidationException', /Invalid operator used in KeyConditionExpression: NOT/],
    [of('device = :d AND device = :d'), 'ValidationException', /only contain one condition per key/],
    [of('device = :d AND ok = :d'), 'ValidationException', /missed key schema element: at/],
    [of('device = :d AND #t = :d', undefined, { ExpressionAttributeNames: { '#t': 'at' } }), 'ValidationException', /Condition parameter type does not match schema type/],
    [of('device = :d AND #t BETWEEN :h AND :l', { ':d': { S: 'a' }, ':l': { N: '1' }, ':h': { N: '5' } }, at), 'ValidationException', 'Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {N:1}'],
    [of('device = :d AND #t BETWEEN :h AND :d', { ':d': { S: 'a' }, ':h': { N: '5' } }, at), 'ValidationException', /requires same data type for lower and upper bounds/],
    [of('device = :d AND #t = :n AND ok = :n', { ':d': { S: 'a' }, ':n': { N: '5' } }, at), 'ValidationException', 'Conditions can be of length 1 or 2 only'],
    [{ ...leases, KeyConditionExpression: 'leaseKey = :d AND ok = :d', ...values({ ':d': { S: 'a' } }) }, 'ValidationException', 'Query key condition not supported'],
    [of('device = :x'), 'ValidationException', /Invalid KeyConditionExpression: .* attribute value: :x/],
    [of('device = :d', { ':d': { S: 'a' }, ':e': { S: 'b' } }), 'ValidationException', /ExpressionAttributeValues unused in expressions: keys: \{:e\}/],
    [of('device = :d', undefined, { FilterExpression: 'device = :d' }), 'ValidationException', /Primary key attribute: device/],
    [of('device = :d', undefined, { Limit: 0 }), 'ValidationException', /'0' at 'limit' .* greater than or equal to 1/],
    [of('device = :d', undefined, { IndexName: 'by-room' }), 'ValidationException', /does not have the specified index: by-room/],
    [of('device = :d', undefined, { Select: 'SPECIFIC_ATTRIBUTES' }), 'ValidationException', /choosing to get SPECIFIC_ATTRIBUTES/],
    [of('device = :d', undefined, { ExclusiveStartKey: { device: { S: 'a' } } }), 'ValidationException', badStart],
    [of('device = :d', undefined, { ExclusiveStartKey: { device: { S: 'a' }, room: { N: '1' } } }), 'ValidationException', badStart],
    [of('device = :d', undefined, { ExclusiveStartKey: { device: { S: 'a' }, at: { S: '1' } } }), 'ValidationException', mismatch],
    [of('device = :d', undefined, { ExclusiveStartKey: { device: { S: 'a' }, at: {} } }), 'ValidationException', `${badStart}: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes`],
    [of('device = :d', undefined, { ExclusiveStartKey: { device: { S: 'b' }, at: { N: '1' } } }), 'ValidationException', 'The provided starting key is outside query boundaries based on provided conditions'],
    [of('device = :d AND #t > :n', { ':d': { S: 'a' }, ':n': { N: '5' } }, { ...at, ExclusiveStartKey: { device: { S: 'a' }, at: { N: '1' } } }), 'ValidationException', 'The provided starting key does not match the range key predicate'],
    [of('device = :d AND #t > :n', { ':d': { S: 'a' }, ':n': { N: '5' } }, { ...at, ExclusiveStartKey: { device: { S: 'b' }, at: { N: '6' } } }), 'ValidationException', 'The query can return at most one row and cannot be restarted'],
    [older(), 'ValidationException', 'Conditions can be of length 1 or 2 only'],
    [older(condition('device', 'NE', { S: 'a' })), 'ValidationException', 'Attempted conditional constraint is not an indexable operation'],
    [older(condition('device', 'EQ', { S: 'a' }), condition('at', 'BETWEEN', { N: '5' }, { N: '1' })), 'ValidationException', 'The BETWEEN condition was provided a range where the lower bound is greater than the upper bound'],
    [older(condition('device', 'EQ', { S: 'a' }), condition('at', 'BETWEEN', { N: '5' }, { S: '7' })), 'ValidationException', `${wrong}AttributeValues inside AttributeValueList must be of same type`],
    [older(condition('device', 'EQ', { S: 'a' }), condition('at', 'BEGINS_WITH', { N: '5' })), 'ValidationException', `${wrong}ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type`],
    [{ ...older(condition('device', 'EQ', { S: 'a' })), QueryFilter: condition('device', 'EQ', { S: 'a' }) }, 'ValidationException', 'QueryFilter can only contain non-primary key attributes: Primary key attribute: device'],
    [of('device = :d', undefined, { KeyConditions: condition('device', 'EQ', { S: 'a' }) }), 'ValidationException', 'Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {KeyConditions} Expression parameters: {KeyConditionExpression}'],
    [{ ...readings, KeyConditions: { device: { ComparisonOperator: 'EQ', AttributeValueList: [] } } }, 'ValidationException', /number of argument\(s\) for the EQ/],
    [{ ...readings, KeyConditions: { device: { ComparisonOperator: 'IS' } } }, 'ValidationException', /'IS' at 'keyConditions.device.member.comparisonOperator'/],
  ],
  Scan: [
    ...named(),
    [filter('leaseOwner ='), 'ValidationException', /Invalid FilterExpression: Syntax error; token: "<EOF>", near: "="/],
    [filter('leaseOwner == :v', v1), 'ValidationException', /Syntax error; token: "=", near: "= = :v"/],
    [filter('leaseOwner ! :v', v1), 'ValidationException', /Syntax error; token: "!"/],
    [filter('leaseOwner'), 'ValidationException', /Syntax error; token: "<EOF>"/],
    [filter('(leaseOwner = :v', v1), 'ValidationException', /Syntax error; token: "<EOF>"/],
    [filter('starts_with(leaseOwner, :v)', v1), 'ValidationException', /Invalid function name; function: starts_with/],
    [filter('contains(leaseOwner)'), 'ValidationException', /operator or function: contains, number of operands: 1/],
    [filter('begins_with(leaseOwner, :v)', { ':v': { N: '1' } }), 'ValidationException', /function: begins_with, operand type: N/],
    [filter('attribute_exists(:v)', v1), 'ValidationException', /requires a document path; operator or function: attribute_exists/],
    [filter('size(leaseOwner)'), 'ValidationException', /not allowed to be used this way in an expression; function: size/],
    [filter('attribute_type(leaseOwner, :v)', v1), 'ValidationException', /Invalid attribute type name found; type: x/],
    [filter('leaseOwner = :v', { ':v': {} }), 'ValidationException', /ExpressionAttributeValues contains invalid value: .* is empty.* for key :v/],
    [filter('leaseOwner = :v', { v: { S: 'x' } }), 'ValidationException', /ExpressionAttributeValues contains invalid key: Syntax error; key: "v"/],
    [filter('leaseOwner = :v', { ':v': { SS: [] } }), 'ValidationException', /string set  may not be empty/],
    [{ ...leases, ...values(v1) }, 'ValidationException', /ExpressionAttributeValues can only be specified when using expressions: FilterExpression is null/],
    [{ ...leases, Segment: 1 }, 'ValidationException', /TotalSegments parameter is required/],
    [{ ...leases, TotalSegments: 2 }, 'ValidationException', /Segment parameter is required/],
    [{ ...leases, Segment: 2, TotalSegments: 2 }, 'ValidationException', /Segment: 2 is not less than TotalSegments: 2/],
    [{ ...leases, Select: 'ALL_PROJECTED_ATTRIBUTES' }, 'ValidationException', /only when Querying using an IndexName/],
    [{ ...leases, Select: 'COUNT', ProjectionExpression: 'leaseKey' }, 'ValidationException', /Cannot specify the ProjectionExpression/],
    [{ ...leases, ExclusiveStartKey: { leaseKey: { N: '1' } } }, 'ValidationException', `${badStart}: ${mismatch}`],
    [{ ...readings, ExclusiveStartKey: { device: { S: 'a' } } }, 'ValidationException', `${badStart}: ${mismatch}`],
    [{ ...readings, FilterExpression: 'celsius BETWEEN :h AND :l', ...values({ ':l': { N: '1' }, ':h': { N: '5' } }) }, 'ValidationException', /^Invalid FilterExpression: The BETWEEN operator requires upper bound/],
    [{ ...leases, FilterExpression: 'leaseOwner = :v', ...values(v1), ScanFilter: {} }, 'ValidationException', /\{ScanFilter\} Expression parameters: \{FilterExpression\}/],
    [{ ...leases, ScanFilter: { leaseCounter: { ComparisonOperator: 'BETWEEN', AttributeValueList: [{ N: '1' }] } } }, 'ValidationException', /argument\(s\) for the BETWEEN/],
  ],
};

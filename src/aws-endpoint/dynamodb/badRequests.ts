/** Requests that DynamoDB refuses: members, code, and a part of the text that names the member. */
export type BadRequest = readonly [input: Readonly<Record<string, unknown>>, code: string, says: RegExp];

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
const v1 = { ':v': { S: 'x' } };

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
    [{ ...leases, Key: {} }, 'ValidationException', /conditions on the keys is invalid/],
    [{ ...leases, Key: { id: { S: 'x' } } }, 'ValidationException', /The provided key element does not match the schema/],
    [{ ...leases, Key: { leaseKey: { N: '1' } } }, 'ValidationException', /The provided key element does not match the schema/],
    [{ ...leases, Key: { leaseKey: { S: '' } } }, 'ValidationException', /empty string value\. Key: leaseKey/],
    [{ ...leases, Key: { leaseKey: {} } }, 'ValidationException', /AttributeValue is empty/],
    [{ ...leases, Key: { leaseKey: { S: 'x', N: '1' } } }, 'ValidationException', /more than one datatypes set/],
    [{ ...readings, Key: { device: { S: 'a' }, at: { N: 'one' } } }, 'ValidationException', /cannot be converted to a numeric value: one/],
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
    [of('NOT device = :d'), 'ValidationException', /Invalid operator used in KeyConditionExpression: NOT/],
    [of('device = :d AND device = :d'), 'ValidationException', /only contain one condition per key/],
    [of('device = :d AND ok = :d'), 'ValidationException', /missed key schema element: at/],
    [of('device = :d AND #t = :d', undefined, { ExpressionAttributeNames: { '#t': 'at' } }), 'ValidationException', /Condition parameter type does not match schema type/],
    [of('device = :d AND #t BETWEEN :h AND :l', { ':d': { S: 'a' }, ':l': { N: '1' }, ':h': { N: '5' } }, { ExpressionAttributeNames: { '#t': 'at' } }), 'ValidationException', /upper bound to be greater .* \{N:5\}, upper bound operand: AttributeValue: \{N:1\}/],
    [of('device = :x'), 'ValidationException', /Invalid KeyConditionExpression: .* attribute value: :x/],
    [of('device = :d', { ':d': { S: 'a' }, ':e': { S: 'b' } }), 'ValidationException', /ExpressionAttributeValues unused in expressions: keys: \{:e\}/],
    [of('device = :d', undefined, { FilterExpression: 'device = :d' }), 'ValidationException', /Primary key attribute: device/],
    [of('device = :d', undefined, { Limit: 0 }), 'ValidationException', /'0' at 'limit' .* greater than or equal to 1/],
    [of('device = :d', undefined, { IndexName: 'by-room' }), 'ValidationException', /does not have the specified index: by-room/],
    [of('device = :d', undefined, { Select: 'SPECIFIC_ATTRIBUTES' }), 'ValidationException', /choosing to get SPECIFIC_ATTRIBUTES/],
    [of('device = :d', undefined, { ExclusiveStartKey: { device: { S: 'a' } } }), 'ValidationException', /same size as table's key schema/],
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
    [{ ...leases, ExclusiveStartKey: { leaseKey: { N: '1' } } }, 'ValidationException', /The provided starting key is invalid/],
    [{ ...leases, FilterExpression: 'leaseOwner = :v', ...values(v1), ScanFilter: {} }, 'ValidationException', /\{ScanFilter\} Expression parameters: \{FilterExpression\}/],
    [{ ...leases, ScanFilter: { leaseCounter: { ComparisonOperator: 'BETWEEN', AttributeValueList: [{ N: '1' }] } } }, 'ValidationException', /argument\(s\) for the BETWEEN/],
  ],
};
